// The queue: streams and consumers of NATS JetStream, and when all is done.
import { AckPolicy, jetstream, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { connect, nanos } from '@nats-io/transport-node';
import { concatMap, defer, first, map, Observable, of, repeat, retry } from 'rxjs';

/**
 * @typedef {Awaited<ReturnType<typeof openQueue>>} Queue
 * @typedef {import('@nats-io/jetstream').JsMsg} Message
 * @typedef {{ readonly shards: number, readonly names: number, readonly types: readonly string[] }} Plan
 */

/**
 * Connects, waits for a server that is not up yet or not up any more, and makes what is missing.
 * @param {string} servers
 * @param {number} ackWait Milliseconds without a sign of life after which a shard is given to another worker.
 */
export async function openQueue(servers, ackWait) {
  const connection = await connect({
    servers,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    waitOnFirstConnect: true,
  });
  const manager = await jetstreamManager(connection);
  for (const stream of streams) await manager.streams.add({ storage: StorageType.File, ...stream });
  const client = jetstream(connection);
  const consumer = { ack_policy: AckPolicy.Explicit, ack_wait: nanos(ackWait) };
  await manager.consumers.add('SHARDS', { ...consumer, durable_name: 'workers', max_ack_pending: 10_000 });
  await manager.consumers.add('RESULTS', { ...consumer, durable_name: 'sink' });
  const shards = await client.consumers.get('SHARDS', 'workers');
  const results = await client.consumers.get('RESULTS', 'sink');
  return { connection, manager, client, shards, results, ackWait };
}

const streams = [
  // Messages leave when they are acknowledged.
  { name: 'SHARDS', subjects: ['shards.*'], retention: RetentionPolicy.Workqueue },
  { name: 'RESULTS', subjects: ['results.*'], retention: RetentionPolicy.Workqueue },
  { name: 'DEAD', subjects: ['dead.*'], max_msgs_per_subject: 1 },
  { name: 'PLAN', subjects: ['plan'], max_msgs_per_subject: 1 },
];

/**
 * Publishes a message, again and again while the server is away; the server drops what it has already.
 * @param {Queue} queue
 * @param {string} subject
 * @param {string | Uint8Array} payload
 */
export function publish({ client }, subject, payload) {
  return defer(() => client.publish(subject, payload, { msgID: subject })).pipe(
    retry({ count: 60, delay: 500 }),
  );
}

/**
 * The next message of a consumer, waited for as long as it takes; undefined where `isOver` says that none will come.
 *
 * An empty answer alone does not say so: shards may be out with workers that will not finish them.
 * @param {import('@nats-io/jetstream').Consumer} consumer
 * @param {() => Promise<boolean>} isOver
 * @returns {Observable<Message | undefined>}
 */
export function nextMessage(consumer, isOver) {
  return pull(consumer).pipe(
    concatMap((message) =>
      message === null ? defer(isOver).pipe(map((over) => (over ? undefined : null))) : of(message),
    ),
    repeat(),
    // The server is away.
    retry({ delay: 250 }),
    first((message) => message !== null),
  );
}

/**
 * Whether no shard is waiting, and none is out with a worker.
 * @param {Queue} queue
 */
export async function isWorkDone(queue) {
  return (await readPlan(queue)) !== undefined && (await isDrained(queue.shards));
}

/**
 * Whether every result has been collected. A worker acknowledges a shard after its result is in the queue.
 * @param {Queue} queue
 */
export async function isCollected(queue) {
  return (await isWorkDone(queue)) && (await isDrained(queue.results));
}

/**
 * What the producer says at its end; undefined before.
 * @param {Queue} queue
 * @returns {Promise<Plan | undefined>}
 */
export async function readPlan({ manager }) {
  const stored = await manager.streams.getMessage('PLAN', { last_by_subj: 'plan' });
  return stored?.json() ?? undefined;
}

/** @param {import('@nats-io/jetstream').Consumer} consumer */
async function isDrained(consumer) {
  const { num_pending, num_ack_pending } = await consumer.info();
  return num_pending === 0 && num_ack_pending === 0;
}

/**
 * Asks for one message, for a second; what comes too late is given back at once.
 * @param {import('@nats-io/jetstream').Consumer} consumer
 * @returns {Observable<Message | null>}
 */
function pull(consumer) {
  return new Observable((subscriber) => {
    consumer.next({ expires: 1000 }).then(
      (message) => {
        if (subscriber.closed) message?.nak();
        subscriber.next(message);
        subscriber.complete();
      },
      (error) => subscriber.error(error),
    );
  });
}
