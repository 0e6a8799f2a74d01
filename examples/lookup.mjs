// One lookup, as a stream and as a Promise. Run: node examples/lookup.mjs
import { startNameServer } from 'rxdns/testing';

const server = await startNameServer({
  origin: 'example.org',
  zone: `
@    MX  10 mail
@    MX  20 backup
mail A   192.0.2.25
`,
});

// #region stream
import { isDnsError, Resolver } from 'rxdns';

// new Resolver() asks the servers of this machine.
const resolver = new Resolver({ servers: [server.address] });

// Nothing is sent before subscribe(); unsubscribe() cancels.
resolver.query$('example.org', 'MX').subscribe({
  next: (records) => {
    for (const { preference, exchange, ttl } of records) console.log(preference, exchange, ttl);
  },
  error: (error) => console.error(isDnsError(error) ? error.code : error),
});
// #endregion

// #region promise
try {
  const [record] = await resolver.query('mail.example.org', 'A', { timeout: 500, tries: 2 });
  console.log(record?.address);
  await resolver.query('nobody.example.org', 'A');
} catch (error) {
  if (!isDnsError(error)) throw error;
  console.log(error.code, error.rcode, error.negativeTtl, error.attempts.length);
}
await resolver.close();
// #endregion

await server.close();
