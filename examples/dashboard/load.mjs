// What went to each server: how much, how much was lost, how long the answers took.
import { bufferTime, filter, map, scan } from 'rxjs';

/** @import { Attempt, ResolverEvent } from 'rxdns' */
/** @import { Observable } from 'rxjs' */
/** @import { Load, ServerLoad } from './messages.js' */

/** Milliseconds from one value to the next, and how many of them make up what is called lately. */
const interval = 1000;
const lately = 10;

/**
 * The load of each server, once in a second.
 * @param {Observable<ResolverEvent>} events$
 * @param {readonly string[]} servers
 * @returns {Observable<Load>}
 */
export function load$(events$, servers) {
  return events$.pipe(
    filter((event) => event.type === 'attempt'),
    map(({ attempt }) => attempt),
    bufferTime(interval),
    scan(
      (loads, attempts) =>
        servers.map((server, at) =>
          add(
            loads[at],
            attempts.filter((attempt) => attempt.server === server),
          ),
        ),
      /** @type {readonly Counted[]} */ ([]),
    ),
    map((loads) => ({ at: Date.now(), servers: loads.map(describe) })),
  );
}

/**
 * @typedef {object} Counted
 * @property {number} asked
 * @property {number} lost
 * @property {readonly (readonly Attempt[])[]} intervals the latest ones
 */

/**
 * @param {Counted | undefined} counted
 * @param {readonly Attempt[]} attempts
 * @returns {Counted}
 */
function add({ asked, lost, intervals } = { asked: 0, lost: 0, intervals: [] }, attempts) {
  return {
    asked: asked + attempts.length,
    lost: lost + attempts.filter(isLost).length,
    intervals: [...intervals, attempts].slice(-lately),
  };
}

/**
 * @param {Counted} counted
 * @returns {ServerLoad}
 */
function describe({ asked, lost, intervals }) {
  const attempts = intervals.flat();
  const answered = attempts.filter((attempt) => !isLost(attempt));
  const times = answered.map(({ elapsed }) => elapsed).sort((left, right) => left - right);
  return {
    asked,
    lost,
    rate: attempts.length / (intervals.length * (interval / 1000)),
    loss: attempts.length === 0 ? undefined : 1 - answered.length / attempts.length,
    latency: times[Math.floor(times.length / 2)],
  };
}

/**
 * Whether no response came: then the outcome is the code of an error, not an rcode.
 * @param {Attempt} attempt
 */
function isLost({ outcome }) {
  return outcome.startsWith('E');
}
