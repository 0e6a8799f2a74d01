// p-limit around dns.promises, line by line. Run: node examples/from-p-limit.mjs
import { startNameServer } from 'rxdns/testing';

const server = await startNameServer({ origin: 'example.org', zone: 'www A 192.0.2.80\nmail A 192.0.2.25' });
const names = ['www.example.org', 'mail.example.org', 'nobody.example.org'];

// #region p-limit
// import { Resolver } from 'node:dns/promises';
// import pLimit from 'p-limit';
import { queryEach, Resolver } from 'rxdns';

// const resolver = new Resolver({ timeout: 1000, tries: 2 });
// resolver.setServers(servers);
const resolver = new Resolver({ servers: [server.address], timeout: 1000, tries: 2 });

// const limit = pLimit(100);
// const settled = await Promise.allSettled(names.map((name) => limit(() => resolver.resolve4(name))));
const outcomes$ = queryEach.from(resolver, names, 'A', { concurrency: 100, ordered: true });

// settled.forEach((result, index) => {
//   if (result.status === 'fulfilled') console.log(names[index], ...result.value);
//   else console.log(names[index], result.reason.code);
// });
await outcomes$.forEach(({ input, records, error }) => {
  if (error === undefined) console.log(input, ...records.map(({ address }) => address));
  else console.log(input, error.code);
});
await resolver.close();
// #endregion

await server.close();
