// DNS over HTTPS (RFC 8484) in front of a name server: what the page asks, and what it gives up, is told.
import { createSocket } from 'node:dgram';
import { decodeMessage } from 'rxdns';
import { Observable, switchMap, take, timer } from 'rxjs';

/** @import { Http2ServerRequest, Http2ServerResponse } from 'node:http2' */

/**
 * What happens at the server.
 * @typedef {{ readonly event: 'asked' | 'answered' | 'cancelled', readonly question: string }} DohEvent
 */

/** The longest message that a question needs. */
const maxOctets = 1024;

/**
 * Answers requests from a name server after a delay, which stands for the way there.
 * @param {{ host: string, port: number }} nameServer
 * @param {number} delay milliseconds
 * @param {(event: DohEvent) => void} tell
 * @returns {(request: Http2ServerRequest, response: Http2ServerResponse) => void}
 */
export function answerDoh(nameServer, delay, tell) {
  return (request, response) => {
    // Pages of other origins may ask; a POST makes their browser ask for leave first.
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'content-type');
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else
      readQuery(request)
        .then((query) => answer(query, response))
        .catch(() => response.writeHead(400).end());
  };

  /**
   * @param {Buffer} query
   * @param {Http2ServerResponse} response
   */
  function answer(query, response) {
    const question = questionOf(query);
    tell({ event: 'asked', question });
    const subscription = timer(delay)
      .pipe(switchMap(() => askByUdp(nameServer, query)))
      .subscribe({
        next: (octets) => {
          response.writeHead(200, { 'content-type': 'application/dns-message' }).end(octets);
          tell({ event: 'answered', question });
        },
        error: () => response.writeHead(502).end(),
      });
    response.on('close', () => {
      // Ended by the page: nobody waits for the answer any more.
      if (!response.writableEnded) tell({ event: 'cancelled', question });
      subscription.unsubscribe();
    });
  }
}

/** @param {Http2ServerRequest} request */
async function readQuery(request) {
  const { searchParams } = new URL(request.url, 'https://localhost/');
  if (request.method === 'GET') return Buffer.from(searchParams.get('dns') ?? '', 'base64url');
  let body = Buffer.alloc(0);
  for await (const chunk of request) {
    body = Buffer.concat([body, chunk]);
    if (body.length > maxOctets) throw new RangeError('no query is that long');
  }
  return body;
}

/** @param {Buffer} query */
function questionOf(query) {
  const [question] = decodeMessage(query).questions;
  if (question === undefined) throw new RangeError('a query without a question');
  return `${question.name} ${question.type}`;
}

/**
 * One answer from a socket of its own.
 * @param {{ host: string, port: number }} nameServer
 * @param {Buffer} query
 */
function askByUdp({ host, port }, query) {
  return /** @type {Observable<Buffer>} */ (
    new Observable((subscriber) => {
      const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
      subscriber.add(() => socket.close());
      socket.on('message', (octets) => subscriber.next(octets));
      socket.on('error', (error) => subscriber.error(error));
      socket.send(query, port, host);
    })
  ).pipe(take(1));
}
