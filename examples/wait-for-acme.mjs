// Before a certificate authority looks (ACME dns-01, RFC 8555 section 8.4): is the record on every server of the
// zone? Run: node examples/wait-for-acme.mjs
import { startNameServer } from 'rxdns/testing';

// Two name servers of a zone on the loopback address, and the zone's own list of them.
const origin = 'example.org';
const hosts = 'ns1 A 127.0.0.1\nns2 A 127.0.0.1\n@ NS ns1\n@ NS ns2\n';
const primary = await startNameServer({ origin, zone: hosts });
const secondary = await startNameServer({ origin, zone: hosts });
const ports = new Map([
  ['ns1.example.org', primary.port],
  ['ns2.example.org', secondary.port],
]);

const challenge = `${hosts}_acme-challenge TXT "gfj9Xq-Rg85nM"\n`;
setTimeout(() => primary.update({ origin, zone: challenge }), 300);
setTimeout(() => secondary.update({ origin, zone: challenge }), 900);

// #region acme
import { isDnsError, Resolver } from 'rxdns';

const resolver = new Resolver({ servers: [primary.address] });

/**
 * The addresses of the authoritative servers of a zone.
 * @param {string} zone
 */
async function serversOf(zone) {
  const names = await resolver.query(zone, 'NS');
  const hosts = names.map(async ({ target }) => {
    const { addresses } = await resolver.getaddrinfo(target, { family: 4 });
    return addresses.map(({ address }) => `${address}:${ports.get(target) ?? 53}`);
  });
  return (await Promise.all(hosts)).flat();
}

// What the certificate authority gave.
const value = 'gfj9Xq-Rg85nM';
const servers = await serversOf('example.org');

// Each server for itself, past the cache; completes once all of them have the value.
const agreement$ = resolver.agree$('_acme-challenge.example.org', 'TXT', value, {
  servers,
  recurse: false,
  every: 200,
  deadline: 120_000,
});
await agreement$.forEach(({ agreeing, servers }) => {
  console.log(`${agreeing} of ${servers.length} servers`);
});
console.log('now the certificate authority may look');
// #endregion

// #region deadline
try {
  await resolver.agree('_acme-challenge.example.org', 'TXT', 'another value', { servers, deadline: 500 });
} catch (error) {
  if (!isDnsError(error)) throw error;
  console.log(error.code, error.attempts.map(({ outcome }) => outcome).join());
}
// #endregion

await resolver.close();
await primary.close();
await secondary.close();
