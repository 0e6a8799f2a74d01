import { formatRdata, queryEach } from 'rxdns';
import { catchError, concatMap, defer, EMPTY, finalize, interval, map, tap, toArray, using } from 'rxjs';
import { pullEach } from './pull-each.mjs';
import { isWorkDone, nextMessage, publish } from './queue.mjs';
import { idOf, readShard } from './shards.mjs';

/**
 * @typedef {{
 *   readonly concurrency: number,
 *   readonly slots: number,
 *   readonly deliveries: number,
 *   readonly complain: (subject: string, error: unknown) => void,
 * }} WorkOptions Lookups in flight in each shard; shards at a time; how often a shard is tried.
 */

// #region work
/**
 * Takes shards, resolves them, and puts the results into the queue; emits the id of each shard, and ends with the work.
 * @param {import('./queue.mjs').Queue} queue
 * @param {import('rxdns').OutcomeSource} source
 * @param {WorkOptions} options
 */
export function work(queue, source, options) {
  const take = () => nextMessage(queue.shards, () => isWorkDone(queue));
  return pullEach(take, (message) => settle(queue, source, message, options), options.slots);
}

/**
 * @param {import('./queue.mjs').Queue} queue
 * @param {import('rxdns').OutcomeSource} source
 * @param {import('./queue.mjs').Message} message
 * @param {WorkOptions} options
 */
function settle(queue, source, message, options) {
  let acknowledged = false;
  const id = idOf(message.subject);
  // One that was given back so often, or that ended so many workers, goes where somebody looks at it.
  const isDead = message.info.deliveryCount > options.deliveries;
  const settled$ = defer(() =>
    isDead ? publish(queue, `dead.${id}`, message.data) : resolveShard(queue, source, message, options),
  ).pipe(
    // Only now: until the result is safe, a crash gives the shard to another worker.
    concatMap(() => message.ackAck()),
    tap(() => {
      acknowledged = true;
    }),
    map(() => id),
    // Failed or unsubscribed: another worker may have it without waiting for silence.
    finalize(() => {
      if (!acknowledged) message.nak(1000);
    }),
    catchError((error) => {
      options.complain(message.subject, error);
      return EMPTY;
    }),
  );
  const heartbeat = () => interval(queue.ackWait / 3).subscribe(() => message.working());
  return using(heartbeat, () => settled$);
}
// #endregion

/**
 * @param {import('./queue.mjs').Queue} queue
 * @param {import('rxdns').OutcomeSource} source
 * @param {import('./queue.mjs').Message} message
 * @param {WorkOptions} options
 */
function resolveShard(queue, source, message, { concurrency }) {
  const shard = idOf(message.subject);
  const { names, types } = readShard(message);
  return queryEach.from(source, names, types, { concurrency }).pipe(
    map((outcome) => lineOf(shard, outcome)),
    toArray(),
    concatMap((lines) => publish(queue, `results.${shard}`, lines.join('\n'))),
  );
}

/**
 * The line of an outcome in the result.
 * @param {number} shard
 * @param {import('rxdns').QueryOutcome} outcome
 */
export function lineOf(shard, { index, input, type, status, ttl, records }) {
  const line = { shard, index, name: input, type, status, ttl, records: records.map(formatRdata) };
  return JSON.stringify(line);
}
