// The page and its DNS over HTTPS server, over HTTP/2 on loopback.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

/** @import { Http2ServerRequest, Http2ServerResponse } from 'node:http2' */
/** @import { AddressInfo } from 'node:net' */

/** @type {ReadonlyMap<string, string>} */
const types = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
]);

/** Scripts and styles of this server alone; any DNS over HTTPS server can be asked. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src https:; base-uri 'none'";

/**
 * Serves the built app on 127.0.0.1, and `answerDoh` at /dns-query.
 * @param {string} folder
 * @param {number} port
 * @param {(request: Http2ServerRequest, response: Http2ServerResponse) => void} answerDoh
 * @returns {Promise<string>} the URL
 */
export async function serve(folder, port, answerDoh) {
  const files = new Map(readdirSync(folder).map((name) => [`/${name}`, join(folder, name)]));
  files.set('/', join(folder, 'index.html'));
  const server = createSecureServer({ ...makeCertificate(), allowHTTP1: true }, (request, response) => {
    const { pathname } = new URL(request.url, 'https://localhost/');
    const file = files.get(pathname);
    if (pathname === '/dns-query') answerDoh(request, response);
    else if (file !== undefined) sendFile(file, response);
    else response.writeHead(404).end();
  });
  // Whoever does not trust the certificate hangs up.
  server.on('sessionError', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: bound } = /** @type {AddressInfo} */ (server.address());
  return `https://localhost:${bound}/`;
}

/**
 * @param {string} file
 * @param {Http2ServerResponse} response
 */
function sendFile(file, response) {
  response.writeHead(200, {
    'content-type': types.get(extname(file)) ?? 'application/octet-stream',
    'content-security-policy': policy,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  response.end(readFileSync(file));
}

/** A key, and a certificate that nobody but itself signed. */
function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), 'rxdns-angular-'));
  try {
    const files = '-keyout key.pem -out cert.pem -subj /CN=localhost -addext subjectAltName=DNS:localhost';
    const command = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 7 ${files}`;
    execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'ignore' });
    return { cert: readFileSync(join(folder, 'cert.pem')), key: readFileSync(join(folder, 'key.pem')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
