// Hosts: names to addresses and back, and lookup for the clients of HTTP. Run: node examples/hosts.mjs
import { once } from 'node:events';
import http from 'node:http';
import { startNameServer } from 'rxdns/testing';
import { lastValueFrom } from 'rxjs';

const server = await startNameServer({
  origin: 'example.org',
  zone: `
www  CNAME web
web  A     127.0.0.1
dual A     192.0.2.1
dual AAAA  2001:db8::1
`,
});
const web = http.createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
await once(web, 'listening');
const address = web.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;

// #region hosts
import { Resolver } from 'rxdns';

const resolver = new Resolver({ servers: [server.address] });

// The hosts file, then DNS, through the search list.
resolver.gethostbyname$('www.example.org', 4).subscribe(({ name, aliases, addresses }) => {
  console.log(name, aliases, addresses);
});

// What to connect to, in the order in which to try it (RFC 6724).
resolver.getaddrinfo$('www.example.org', { service: 443 }).subscribe(({ addresses }) => {
  for (const { address, port, family, ttl } of addresses) console.log(address, port, family, ttl);
});

// Addresses as they come, IPv6 first: for happy eyeballs (RFC 8305).
resolver.addresses$('dual.example.org').subscribe(({ added }) => {
  for (const { address } of added) console.log('new:', address);
});
// #endregion

// #region lookup
// Fits net, tls, http, https, undici (`connect: { lookup }`), got (`dnsLookup`) and axios as well.
const { lookup } = resolver;

const request = http.get({ host: 'www.example.org', port, lookup }, (response) => {
  console.log(response.statusCode, response.socket.remoteAddress);
  response.resume();
});
// #endregion

await once(request, 'close');
await lastValueFrom(resolver.addresses$('dual.example.org')); // Asked last, answered last.
await resolver.close();
await server.close();
web.close();
web.closeAllConnections();
