// A shard is one message: so many names, and the types to ask for.

/** @typedef {{ readonly types: readonly import('rxdns').KnownType[], readonly names: readonly string[] }} Shard */

/**
 * Cuts names into shards; the position of a shard is its id, so that cutting again gives the same ids.
 * @param {AsyncIterable<string> | Iterable<string>} names
 * @param {number} size 1 to 2,000.
 * @returns {AsyncGenerator<{ id: number, names: readonly string[] }>}
 */
export async function* cutShards(names, size) {
  if (!(Number.isInteger(size) && size >= 1 && size <= 2000))
    throw new RangeError(`size is ${size}; it has to be an integer from 1 to 2,000`);
  let id = 0;
  /** @type {string[]} */
  let shard = [];
  for await (const name of names) {
    shard.push(name);
    if (shard.length < size) continue;
    yield { id, names: shard };
    id += 1;
    shard = [];
  }
  if (shard.length > 0) yield { id, names: shard };
}

/**
 * Reads a shard; throws where the message holds none.
 * @param {import('@nats-io/jetstream').JsMsg} message
 * @returns {Shard}
 */
export function readShard(message) {
  const shard = message.json();
  if (isShard(shard)) return shard;
  throw new TypeError(`${message.subject} is no shard`);
}

/**
 * The id of a shard, from `shards.17` and the like.
 * @param {string} subject
 */
export function idOf(subject) {
  return Number(subject.slice(subject.indexOf('.') + 1));
}

/**
 * @param {unknown} value
 * @returns {value is Shard}
 */
function isShard(value) {
  if (typeof value !== 'object' || value === null || !('names' in value) || !('types' in value)) return false;
  return [value.names, value.types].every(
    (list) => Array.isArray(list) && list.every((item) => typeof item === 'string'),
  );
}
