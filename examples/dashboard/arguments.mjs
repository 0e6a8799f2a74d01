// What to watch, from the command line.
import { parseArgs } from 'node:util';
import { formatName, parseName, types } from 'rxdns';

/** @import { RecordType, WatchPace } from 'rxdns' */

export const usage = `Usage: npm run dashboard -- [options]

  --name NAME      a name to watch; several times for several names
  --type TYPE      a record type (default: A); several times for several types
  --server SERVER  a server to ask, as in resolv.conf or 192.0.2.1:5353, tls://..., https://...; several times
  --quorum N       servers that have to agree (default: more than half)
  --every SECONDS  the longest time between two questions (default: 30); a shorter TTL asks earlier
  --at-most SECONDS  the shortest time between two questions (default: 5)
  --port PORT      where to serve the page (default: any free port of 127.0.0.1)

Without a name and a server, name servers of its own stand in, and no network is needed.`;

/**
 * @typedef {object} Settings
 * @property {readonly string[]} names
 * @property {readonly RecordType[]} types
 * @property {readonly string[]} servers
 * @property {number | undefined} quorum
 * @property {WatchPace} pace
 * @property {number} port
 */

/**
 * Reads the command line. Throws an Error whose message says what is wrong with it.
 * @param {readonly string[]} words
 * @returns {Settings}
 */
export function readArguments(words) {
  const text = /** @type {const} */ ({ type: 'string' });
  const list = /** @type {const} */ ({ type: 'string', multiple: true });
  const { values } = parseArgs({
    args: [...words],
    options: { name: list, type: list, server: list, quorum: text, every: text, 'at-most': text, port: text },
  });
  const { name = [], type = ['A'], server = [], quorum } = values;
  if ((name.length === 0) !== (server.length === 0))
    throw new Error('--name and --server belong together: what to ask, and whom');
  const minInterval = 1000 * whole('at-most', values['at-most'] ?? '5', 1, 86_400);
  const maxInterval = 1000 * whole('every', values.every ?? '30', 1, 86_400);
  // The servers of the demonstration are four.
  const most = server.length || 4;
  return {
    names: name.map((given) => formatName(parseName(given))),
    types: type.map(readType),
    servers: server,
    quorum: quorum === undefined ? undefined : whole('quorum', quorum, 1, most),
    pace: { minInterval: Math.min(minInterval, maxInterval), maxInterval },
    port: whole('port', values.port ?? '0', 0, 65_535),
  };
}

/**
 * @param {string} given
 * @returns {RecordType}
 */
function readType(given) {
  const type = given.toUpperCase();
  if (Object.hasOwn(types, type)) return /** @type {RecordType} */ (type);
  throw new Error(`--type ${given}: no such record type`);
}

/**
 * @param {string} option
 * @param {string} text
 * @param {number} min
 * @param {number} max
 */
function whole(option, text, min, max) {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new Error(`--${option} ${text}: it has to be a whole number from ${min} to ${max}`);
}
