// The page and its stream, over HTTP on loopback.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */
/** @import { Observable } from 'rxjs' */
/** @import { Message } from './messages.js' */

/** @type {ReadonlyMap<string, string>} */
const types = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
]);

const folder = fileURLToPath(new URL('page/', import.meta.url));
/** Paths that can be fetched, and their files; everything else is not there. */
const files = new Map([
  ['/', join(folder, 'index.html')],
  // The file of Chart.js that a script element can load lies beside the one that Node would.
  ['/chart.js', fileURLToPath(new URL('chart.umd.js', import.meta.resolve('chart.js')))],
  ...readdirSync(folder)
    .filter((name) => types.has(extname(name)))
    .map((name) => /** @type {const} */ ([`/${name}`, join(folder, name)])),
]);

/** Octets. */
const maxUnread = 1_000_000;

/** Scripts and styles of this server alone, whatever a record may hold. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";

/**
 * Serves the page on 127.0.0.1, and the messages to each page that is open. A page that is closed unsubscribes.
 * @param {Observable<Message>} messages$
 * @param {number} port
 * @param {(pages: number) => void} onPages called when a page was opened or closed
 * @returns {Promise<string>} the URL
 */
export async function serve(messages$, port, onPages) {
  let pages = 0;
  /** @param {number} change */
  const count = (change) => {
    pages += change;
    onPages(pages);
  };
  const server = createServer((request, response) => {
    if (!isLocal(request)) respond(response, 403, 'This page is for the machine it runs on.\n');
    else if (request.url === '/events') stream(messages$, response, count);
    else sendFile(request, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: bound } = /** @type {AddressInfo} */ (server.address());
  return `http://127.0.0.1:${bound}/`;
}

/**
 * A page elsewhere may have its name point to this machine; its requests carry that name.
 * @param {IncomingMessage} request
 */
function isLocal({ headers: { host = '' } }) {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
}

// #region stream
/**
 * Server-sent events, for as long as the page is open.
 * @param {Observable<Message>} messages$
 * @param {ServerResponse} response
 * @param {(change: number) => void} count
 */
function stream(messages$, response, count) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const subscription = messages$.subscribe(({ event, data }) => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    // A page that does not read is cut off; it comes back by itself, and is told everything anew.
    if (response.writableLength > maxUnread) response.destroy();
  });
  count(1);
  response.on('close', () => {
    subscription.unsubscribe();
    count(-1);
  });
}
// #endregion

/**
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 */
function sendFile({ method, url = '' }, response) {
  const found = files.get(url);
  if (found === undefined || method !== 'GET') {
    respond(response, 404, 'There is no such page.\n');
    return;
  }
  response.writeHead(200, {
    'content-type': types.get(extname(found)) ?? '',
    'content-security-policy': policy,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  response.end(readFileSync(found));
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {string} text
 */
function respond(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}
