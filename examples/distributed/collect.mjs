import { defer } from 'rxjs';
import { pullEach } from './pull-each.mjs';
import { isCollected, nextMessage, readPlan } from './queue.mjs';
import { idOf } from './shards.mjs';

/**
 * Puts results into a file, and drops repeated ones: delivery is at least once, the result is exactly once.
 *
 * Emits whether each was new; ends when there will be no more.
 * @param {import('./queue.mjs').Queue} queue
 * @param {import('./result-file.mjs').ResultFile} file
 */
export function collect(queue, file) {
  return pullEach(
    () => nextMessage(queue.results, () => isCollected(queue)),
    (message) =>
      defer(async () => {
        const isNew = await file.append(idOf(message.subject), message.string());
        // If this gets lost, the result comes again and is dropped.
        message.ack();
        return isNew;
      }),
    1,
  );
}

/**
 * What went in and what came out.
 * @param {import('./queue.mjs').Queue} queue
 * @param {import('./result-file.mjs').ResultFile} file
 */
export async function summarize(queue, file) {
  const plan = await readPlan(queue);
  const { state } = await queue.manager.streams.info('DEAD', { subjects_filter: '>' });
  // One may have been given up although its result had been published.
  const dead = Object.keys(state.subjects ?? {})
    .map(idOf)
    .filter((id) => !file.shards.has(id));
  const wanted = plan === undefined ? 0 : plan.names * plan.types.length;
  return {
    in: wanted,
    out: file.outcomes,
    shards: plan?.shards ?? 0,
    collected: file.shards.size,
    dead: dead.sort((one, other) => one - other),
    complete: dead.length === 0 && plan?.shards === file.shards.size && wanted === file.outcomes,
  };
}
