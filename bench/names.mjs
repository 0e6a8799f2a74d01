// The names that every contender asks for, and the zone that has them.
import { Buffer } from 'node:buffer';

/** The apex of the zone. */
export const zone = 'bench.example';
/** What every name has as its A record. */
export const address = '192.0.2.1';
/** Names of the warm-up, which the measured part does not ask for again. */
const warmUpNames = 20_000;

/** `count` distinct names that exist: `n00000000.bench.example` and on. */
export function measuredNames(count) {
  return listNames('n', count);
}

/** As {@link measuredNames}, others. */
export function namesToWarmUp(count) {
  return listNames('w', Math.min(count, warmUpNames));
}

/** Name number `index` of as many as one likes, answered by a wildcard: no list of them is held anywhere. */
export function streamedName(index) {
  return flatten(`n${pad(index)}.stream.${zone}`);
}

/** The first `count` of them, see {@link streamedName}. */
export function streamedNames(count) {
  return Array.from({ length: count }, (_, index) => streamedName(index));
}

/** The zone with `count` names, in the format of RFC 1035 section 5. */
export function zoneText(count) {
  const lines = [
    `$ORIGIN ${zone}.`,
    '$TTL 3600',
    '@ SOA ns root 1 7200 900 1209600 300',
    '@ NS ns',
    `ns A ${address}`,
    `*.stream A ${address}`,
  ];
  for (let index = 0; index < warmUpNames; index += 1) lines.push(`w${pad(index)} A ${address}`);
  for (let index = 0; index < count; index += 1) lines.push(`n${pad(index)} A ${address}`);
  return `${lines.join('\n')}\n`;
}

function listNames(prefix, count) {
  return Array.from({ length: count }, (_, index) => flatten(`${prefix}${pad(index)}.${zone}`));
}

/** A string that was put together is a tree of its parts; whoever reads it first pays for making it one. */
function flatten(text) {
  return Buffer.from(text).latin1Slice();
}

function pad(index) {
  return String(index).padStart(8, '0');
}
