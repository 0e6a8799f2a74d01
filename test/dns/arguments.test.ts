import nodeDns from 'node:dns';
import { describe, expect, it } from 'vitest';
import ourDns from '../../src/dns/index.js';
import { call, settled, thrownBy } from './both.js';

const noop = () => undefined;
class Thing {}
const oddValues: readonly unknown[] = [
  undefined,
  null,
  1n,
  1,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  12_345_678_901,
  true,
  Symbol('x'),
  function named() {
    return undefined;
  },
  Thing,
  { a: 1 },
  new Thing(),
  Object.create(null),
  { constructor: {} },
  Buffer.from('a'),
  new Date(0),
];
const oddTexts = [`it's "quoted"`, 'x'.repeat(200)];
/** Where a number may be right, Node would look it up, or abort over negative zero. */
const noNumbers = oddValues.filter(
  (value) => typeof value === 'boolean' || (value && typeof value !== 'number'),
);
/** Where an address is due, Node makes a text of what it gets, and may fail at that. */
const textable = noNumbers.filter((value) => typeof value !== 'symbol' && !isBare(value));
/** A function in place of a type is a callback. */
const noFunctions = oddValues.filter((value) => typeof value !== 'function');

function isBare(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}

/** Calls that are refused at once, on the module or its promises. */
const refused: readonly (readonly [string, readonly unknown[]])[] = [
  ...oddValues.flatMap((value) => [
    ['resolve4', [value, noop]] as const,
    ['resolve', [value, noop]] as const,
    ['reverse', [value, noop]] as const,
    ['setServers', [value]] as const,
    ['setServers', [['127.0.0.1', value]]] as const,
    ['setDefaultResultOrder', [value]] as const,
  ]),
  ...noFunctions.map((value) => ['resolve', ['a', value, noop]] as const),
  ...noNumbers.flatMap((value) => [
    ['lookup', ['a', { hints: value }, noop]] as const,
    ['lookup', ['a', { family: value }, noop]] as const,
    ['lookup', ['a', { all: value === true ? 'yes' : value }, noop]] as const,
    ['lookup', ['a', { verbatim: value === true ? 'yes' : value }, noop]] as const,
    ['lookup', ['a', { order: value }, noop]] as const,
    ['lookupService', ['127.0.0.1', value, noop]] as const,
  ]),
  ...textable.map((value) => ['lookupService', [value, 80, noop]] as const),
  ...oddTexts.flatMap((value) => [
    ['resolve', ['a', value, noop]] as const,
    ['setServers', [value]] as const,
    ['setServers', [[value]]] as const,
    ['setDefaultResultOrder', [value]] as const,
    ['lookup', ['a', value, noop]] as const,
    ['lookup', ['a', { family: value }, noop]] as const,
    ['lookupService', [value, 80, noop]] as const,
    ['lookupService', ['127.0.0.1', value, noop]] as const,
  ]),
  ['resolve', []],
  ['resolve', ['a']],
  ['resolve', ['a', 'A']],
  ['resolve', ['a', 'A', null]],
  ['resolve', ['a', 'a', noop]],
  ['resolve', ['a', '', noop]],
  ['resolve', ['a', 'toString', noop]],
  ['resolve', ['a', '__proto__', noop]],
  ['resolve', [1, 'x', noop]],
  ['resolve4', []],
  ['resolve4', ['a']],
  ['resolve4', ['a', null]],
  ['resolve4', ['a', {}]],
  ['resolve4', ['a', {}, 1]],
  ['resolve4', ['a', noop, undefined]],
  ['resolveMx', ['a', 1]],
  ['reverse', ['foo', noop]],
  ['reverse', ['', noop]],
  ['reverse', ['127.0.0.1']],
  ['reverse', ['127.1', noop]],
  ['lookup', []],
  ['lookup', ['a']],
  ['lookup', ['a', 4]],
  ['lookup', ['a', {}]],
  ['lookup', ['a', 'b']],
  ['lookup', ['a', true]],
  ['lookup', ['a', null, null]],
  ['lookup', [{}, noop]],
  ['lookup', [1, noop]],
  ['lookup', [true, {}, noop]],
  ['lookup', ['a', 5, noop]],
  ['lookup', ['a', -4, noop]],
  ['lookup', ['a', Number.NaN, noop]],
  ['lookupService', ['127.0.0.1', Number.NaN, noop]],
  ['lookupService', ['127.0.0.1', undefined, noop]],
  ['lookupService', ['127.0.0.1', null, noop]],
  ['lookupService', [undefined, 80, noop]],
  ['lookupService', [null, 80, noop]],
  ['lookup', ['a', 5]],
  ['lookup', ['a', { family: 5 }, noop]],
  ['lookup', ['a', { family: '4' }, noop]],
  ['lookup', ['a', { hints: 1 }, noop]],
  ['lookup', ['a', { hints: -1 }, noop]],
  ['lookup', ['a', { hints: 1.5 }, noop]],
  ['lookup', ['a', { order: 'ipv5first' }, noop]],
  ['lookup', ['a', { hints: 1, family: 5 }, noop]],
  ['lookup', ['a', { family: 5, all: 1 }, noop]],
  ['lookup', ['a', { verbatim: 1, order: 1 }, noop]],
  ['lookupService', []],
  ['lookupService', ['127.0.0.1']],
  ['lookupService', ['127.0.0.1', 80]],
  ['lookupService', ['127.0.0.1', 80, noop, noop]],
  ['lookupService', ['127.0.0.1', 80, null]],
  ['lookupService', ['127.0.0.1', 65_536, noop]],
  ['lookupService', ['127.0.0.1', 1.5, noop]],
  ['lookupService', ['127.0.0.1', '', noop]],
  ['lookupService', ['127.0.0.1', ' ', noop]],
  ['lookupService', ['127.0.0.1', '80x', noop]],
  ['lookupService', ['localhost', 80, noop]],
  ['setServers', []],
  ['setServers', [['']]],
  ['setServers', [['127.0.0.1 ']]],
  ['setServers', [['localhost']]],
  ['setServers', [['127.0.0.1:']]],
  ['setServers', [['127.0.0.1:x']]],
  ['setServers', [['127.0.0.256']]],
  ['setServers', [['[::1']]],
  ['setServers', [['[localhost]:53']]],
  ['setServers', [[':'.repeat(100_000)]]],
  ['setServers', [['['.repeat(100_000)]]],
  ['setServers', [[`${'['.repeat(100_000)}${']'.repeat(100_000)}a`]]],
  ['setDefaultResultOrder', []],
  ['setDefaultResultOrder', ['IPv4first']],
];

describe('the functions refuse what those of node:dns refuse, in its words', () => {
  it.each(refused.map(([method, parameters]) => ({ method, parameters })))(
    '$method $parameters',
    ({ method, parameters }) => {
      const expected = thrownBy(() => call(nodeDns, method, ...parameters));
      expect(expected).not.toBe('nothing');
      expect(thrownBy(() => call(ourDns, method, ...parameters))).toStrictEqual(expected);
    },
  );
});

/** Calls with a Promise that are refused at once; those that reject instead are in other tables. */
const refusedPromises: readonly (readonly [string, readonly unknown[]])[] = [
  ...oddValues.flatMap((value) => [
    ['resolve4', [value]] as const,
    ['resolve', [value]] as const,
    ['resolve', ['a', value ?? 1]] as const,
    ['reverse', [value]] as const,
  ]),
  ...noNumbers.flatMap((value) => [
    ['lookup', ['a', { family: value }]] as const,
    ['lookupService', ['127.0.0.1', value]] as const,
  ]),
  ...textable.map((value) => ['lookupService', [value, 80]] as const),
  ['resolve', []],
  ['resolve', ['a', null]],
  ['resolve', ['a', 'a']],
  ['resolve', ['a', '']],
  ['resolve', [1, 'x']],
  ['lookup', [{}]],
  ['lookup', ['a', 'b']],
  ['lookup', ['a', 5]],
  ['lookup', ['a', { family: 'IPv4' }]],
  ['lookup', ['a', { hints: 1 }]],
  ['lookup', ['a', { order: 'x' }]],
  ['lookupService', []],
  ['lookupService', ['127.0.0.1']],
  ['lookupService', ['127.0.0.1', 80, noop]],
  ['setServers', [['x']]],
  ['setDefaultResultOrder', ['x']],
];

describe('the functions with Promises throw what those of node:dns/promises throw', () => {
  it.each(refusedPromises.map(([method, parameters]) => ({ method, parameters })))(
    '$method $parameters',
    ({ method, parameters }) => {
      const expected = thrownBy(() => call(nodeDns.promises, method, ...parameters));
      expect(expected).not.toBe('nothing');
      expect(thrownBy(() => call(ourDns.promises, method, ...parameters))).toStrictEqual(expected);
    },
  );
});

it.each(['foo', '', '127.1', '::1::'])(
  'reverse with a Promise rejects for %j, as that of Node',
  async (address) => {
    const expected = await settled(nodeDns.promises, 'reverse', address);
    expect(expected).toMatchObject({ error: { message: `getHostByAddr EINVAL ${address}`.trim() } });
    expect(await settled(ourDns.promises, 'reverse', address)).toStrictEqual(expected);
  },
);
