import { AttemptRun } from './attempt-run.js';
import type { AttemptServices } from './attempt-services.js';
import type { Exchange, ServerQuery } from './exchange.js';
import { exchangeOf } from './single.js';

/**
 * Asks one server after another, round by round, until one answers.
 *
 * Every server once, then the next round with doubled timeouts: `servers` × `tries` attempts in all. The next
 * attempt starts when one times out, cannot connect, or is answered SERVFAIL, NOTIMP or REFUSED; it starts
 * early when a server with known round trips is late, and the late one stays answerable. When every attempt
 * over UDP timed out, one more round goes over TCP. At the end the last response counts, else the most
 * telling error, with the trail of all attempts.
 */
export function attempts(services: AttemptServices): (next: Exchange<ServerQuery>) => Exchange {
  return (next) => exchangeOf((query, observer) => new AttemptRun(query, next, services, observer));
}
