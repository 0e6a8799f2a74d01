import nodeDns, * as nodeNamespace from 'node:dns';
import nodePromises, * as nodePromisesNamespace from 'node:dns/promises';
import { describe, expect, it } from 'vitest';
import ourDns, * as ourNamespace from '../../src/dns/index.js';
import ourPromises, * as ourPromisesNamespace from '../../src/dns/promises/index.js';

/** Later versions of Node than 20 have these, and so do we. */
const later = ['resolveTlsa'];
const sorted = (names: readonly string[]) => [...new Set([...names, ...later])].sort();

describe('the entries have what node:dns has', () => {
  it.each([
    ['default', nodeDns, ourDns],
    ['namespace', nodeNamespace, ourNamespace],
    ['promises: default', nodePromises, ourPromises],
    ['promises: namespace', nodePromisesNamespace, ourPromisesNamespace],
  ])('%s', (_what, node, ours) => {
    expect(sorted(Object.keys(ours))).toStrictEqual(sorted(Object.keys(node)));
    for (const [name, value] of Object.entries(node)) {
      if (name === 'default') continue;
      const own: unknown = Reflect.get(ours, name);
      expect(typeof own, name).toBe(typeof value);
      if (typeof value === 'string' || typeof value === 'number') expect(own, name).toBe(value);
    }
  });

  it('methods of resolvers, where test suites put their doubles', () => {
    for (const [node, ours] of [
      [nodeDns.Resolver, ourDns.Resolver],
      [nodePromises.Resolver, ourPromises.Resolver],
    ] as const) {
      const names = Object.keys(node.prototype);
      for (const name of [...names, ...later, 'cancel', 'getServers', 'setServers', 'setLocalAddress'])
        expect(typeof Reflect.get(ours.prototype, name), name).toBe('function');
      expect(names.filter((name) => !Object.hasOwn(ours.prototype, name))).toStrictEqual([]);
    }
  });

  it('each name once, whichever way it is imported', () => {
    expect(ourDns.promises).toBe(ourPromises);
    expect(ourNamespace.promises).toBe(ourPromises);
    for (const [name, value] of Object.entries(ourDns)) expect(Reflect.get(ourNamespace, name)).toBe(value);
    for (const [name, value] of Object.entries(ourPromises))
      expect(Reflect.get(ourPromisesNamespace, name)).toBe(value);
  });

  it('the default exports can be written to, as mocks do', () => {
    const original = ourDns.resolve4;
    const double = Object.assign(() => undefined, { __promisify__: original.__promisify__ });
    ourDns.resolve4 = double;
    expect(ourDns.resolve4).toBe(double);
    ourDns.resolve4 = original;
  });

  it('Resolver is a class to call with new and to extend', () => {
    expect(() => Reflect.apply(ourDns.Resolver as never, undefined, [])).toThrow(TypeError);
    class Own extends ourPromises.Resolver {
      readonly own = true;
    }
    expect(new Own()).toBeInstanceOf(ourPromises.Resolver);
  });
});

describe('the functions of both entries share one resolver, apart from every other', () => {
  it('as to servers', () => {
    const before = ourDns.getServers();
    ourDns.setServers(['192.0.2.1', '[2001:db8::1]:5353']);
    expect(ourPromises.getServers()).toStrictEqual(['192.0.2.1', '[2001:db8::1]:5353']);
    expect(new ourDns.Resolver().getServers()).toStrictEqual(before);
    expect(nodeDns.getServers()).toStrictEqual(before);
    ourPromises.setServers(before);
    expect(ourDns.getServers()).toStrictEqual(before);
  });
});
