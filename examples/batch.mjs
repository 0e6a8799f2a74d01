// A long list of names, every one accounted for. Run: node examples/batch.mjs
import { startNameServer } from 'rxdns/testing';

const server = await startNameServer({
  origin: 'example.org',
  zone: `
*       A   192.0.2.80
mail    MX  10 mx
mail    A   192.0.2.25
`,
});
const names = ['www.example.org', 'mail.example.org', 'no..name', 'shop.example.org'];

// #region batch
import { queryEach, Resolver } from 'rxdns';

const resolver = new Resolver({ servers: [server.address] });

// `names` is any iterable or async iterable: an array, the lines of a file, a database cursor.
const outcomes$ = queryEach.from(resolver, names, ['A', 'MX'], { concurrency: 500 });

await outcomes$.forEach(({ input, type, status, records }) => {
  console.log(input, type, status, records.length);
});
await resolver.close();
// #endregion

await server.close();
