import { concat, defer, ignoreElements, map, tap } from 'rxjs';
import { pullEach } from './pull-each.mjs';
import { publish } from './queue.mjs';
import { cutShards } from './shards.mjs';

/**
 * Puts names into the queue, a shard at a time, and at the end says how many; emits that.
 *
 * To begin again after a crash is safe: shards have the same ids then, and what is in the queue or in the result
 * already is dropped.
 * @param {import('./queue.mjs').Queue} queue
 * @param {AsyncIterable<string> | Iterable<string>} names
 * @param {{ readonly size: number, readonly types: readonly string[] }} options
 * @returns {import('rxjs').Observable<import('./queue.mjs').Plan>}
 */
export function produce(queue, names, { size, types }) {
  return defer(() => {
    const shards = cutShards(names, size);
    const plan = { shards: 0, names: 0, types };
    const published$ = pullEach(
      async () => (await shards.next()).value || undefined,
      (shard) =>
        publish(queue, `shards.${shard.id}`, JSON.stringify({ types, names: shard.names })).pipe(
          tap(() => {
            plan.shards += 1;
            plan.names += shard.names.length;
          }),
          ignoreElements(),
        ),
      8,
    );
    const plan$ = defer(() => publish(queue, 'plan', JSON.stringify(plan))).pipe(map(() => plan));
    return concat(published$, plan$);
  });
}
