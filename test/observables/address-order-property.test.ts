import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { order, type Route } from './routes.js';

describe('whatever the addresses', () => {
  const prefixes = [
    '2001:db8:',
    '2001:db9:',
    '2002:',
    '2001:0:',
    'fd00:',
    'fd01:',
    'fe80:',
    'fec0:',
    'ff02:',
    '3ffe:',
    ':',
  ];
  const group = fc.integer({ min: 1, max: 3 });
  const ipv6 = fc.tuple(fc.constantFrom(...prefixes), group).map(([prefix, last]) => `${prefix}:${last}`);
  const ipv4 = fc
    .tuple(fc.constantFrom('192.0.2', '10.0.0', '169.254.1', '127.0.0'), group)
    .map(([network, host]) => `${network}.${host}`);
  const route: fc.Arbitrary<Route> = fc.oneof(
    fc.tuple(ipv6, fc.option(ipv6, { nil: undefined, freq: 8 })),
    fc.tuple(ipv4, fc.option(ipv4, { nil: undefined, freq: 8 })),
  );
  const routes = fc.uniqueArray(route, { maxLength: 12, selector: ([destination]) => destination });

  it('the order is a permutation, and stays when it is made again', () => {
    fc.assert(
      fc.property(routes, (given) => {
        const ordered = order(given);
        expect([...ordered].sort()).toStrictEqual(given.map(([destination]) => destination).sort());
        const again = ordered.flatMap((address) => given.filter(([destination]) => destination === address));
        expect(order(again)).toStrictEqual(ordered);
      }),
    );
  });

  it('two are in the same order among others as alone, which for those alike is as they came', () => {
    fc.assert(
      fc.property(routes, (given) => {
        const ordered = order(given);
        for (const [n, one] of given.entries()) {
          for (const other of given.slice(n + 1)) {
            const two = [one[0], other[0]];
            expect(ordered.filter((address) => two.includes(address))).toStrictEqual(order([one, other]));
          }
        }
      }),
    );
  });
});
