// DNS over TLS and over HTTPS: strict, pinned, and refused. Run: node examples/encrypted.mjs (needs openssl)
import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { startNameServer } from 'rxdns/testing';

const server = await startNameServer({ origin: 'example.org', zone: 'www A 192.0.2.1' });
const plainPort = Number(server.address.split(':')[1]);

const folder = mkdtempSync(join(tmpdir(), 'rxdns-example-'));
const files = '-keyout key.pem -out cert.pem -subj /CN=dns.example -addext subjectAltName=DNS:dns.example';
const command = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 ${files}`;
execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'ignore' });
const [cert, key] = ['cert.pem', 'key.pem'].map((file) => readFileSync(join(folder, file), 'utf8'));
rmSync(folder, { recursive: true });
const ca = cert ?? '';
const spki = new X509Certificate(ca).publicKey.export({ type: 'spki', format: 'der' });
const pin = `sha256/${createHash('sha256').update(spki).digest('base64')}`;

// Both hand on what they are asked to the name server.
const dot = createServer({ cert, key }, (socket) => {
  socket.on('error', () => undefined);
  socket.pipe(connect(plainPort, '127.0.0.1')).pipe(socket);
});
const doh = createSecureServer({ cert, key }).on('stream', (stream) => {
  stream.on('data', (query) => {
    const socket = createSocket('udp4').on('message', (answer) => {
      stream.respond({ 'content-type': 'application/dns-message' });
      stream.end(answer);
      socket.close();
    });
    socket.send(query, plainPort, '127.0.0.1');
  });
});
const [tlsPort, httpsPort] = await Promise.all([dot, doh].map(listen));

// #region servers
import { isDnsError, Resolver } from 'rxdns';

const resolver = new Resolver({
  // Asked in this order, under the same fail-over as any others; what is before @ is the name to be proved.
  servers: [`https://dns.example@127.0.0.1:${httpsPort}/dns-query`, `tls://dns.example@127.0.0.1:${tlsPort}`],
  tls: { ca }, // Without it, the authorities that Node trusts.
});
const { transport } = await resolver.response('www.example.org', 'A');
console.log(transport);
// #endregion
await resolver.close();

// #region pins
// Known by its key alone: no name, no authority.
const pinned = new Resolver({ servers: [`tls://127.0.0.1:${tlsPort}`], tls: { pins: [pin] } });
const [record] = await pinned.query('www.example.org', 'A');
console.log(record?.address);
// #endregion
await pinned.close();

// #region refused
// Whoever does not prove to be dns.example is told nothing, not even in clear.
const wary = new Resolver({ servers: [`tls://dns.example@127.0.0.1:${tlsPort}`], tries: 1 });
try {
  await wary.query('www.example.org', 'A');
} catch (error) {
  if (!isDnsError(error)) throw error;
  console.log(error.code, error.attempts[0]?.transport, error.attempts[0]?.outcome);
}
// #endregion
await wary.close();

await server.close();
for (const each of [dot, doh]) each.close();

/** @param {import('node:net').Server} listener */
async function listen(listener) {
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
