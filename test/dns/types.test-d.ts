import type * as nodeDns from 'node:dns';
import type * as nodePromises from 'node:dns/promises';
import { promisify } from 'node:util';
import { describe, expectTypeOf, it } from 'vitest';
import dns, * as namespace from '../../src/dns/index.js';
import dnsPromises, * as promisesNamespace from '../../src/dns/promises/index.js';

describe('rxdns/dns stands where node:dns stood', () => {
  it('as default, as namespace, and as the promises of it', () => {
    expectTypeOf(dns).toExtend<typeof nodeDns>();
    expectTypeOf(namespace).toExtend<typeof nodeDns>();
    expectTypeOf(dnsPromises).toExtend<typeof nodePromises>();
    expectTypeOf(promisesNamespace).toExtend<typeof nodePromises>();
    expectTypeOf(dns.promises).toEqualTypeOf(dnsPromises);
  });

  it('name by name', () => {
    expectTypeOf(namespace.resolve4).toEqualTypeOf<typeof nodeDns.resolve4>();
    expectTypeOf(namespace.lookup).toEqualTypeOf<typeof nodeDns.lookup>();
    expectTypeOf(promisesNamespace.resolve).toEqualTypeOf<typeof nodePromises.resolve>();
    expectTypeOf(namespace.NOTFOUND).toEqualTypeOf<'ENOTFOUND'>();
    expectTypeOf<namespace.MxRecord>().toEqualTypeOf<nodeDns.MxRecord>();
    expectTypeOf<namespace.LookupAddress>().toEqualTypeOf<nodeDns.LookupAddress>();
  });

  it('with classes to use as types, and to extend', () => {
    expectTypeOf<namespace.Resolver>().toExtend<nodeDns.Resolver>();
    expectTypeOf<promisesNamespace.Resolver>().toExtend<nodePromises.Resolver>();
    expectTypeOf(
      new dns.Resolver({ timeout: 1, tries: 1, maxTimeout: 1 }),
    ).toEqualTypeOf<namespace.Resolver>();
    class Own extends promisesNamespace.Resolver {}
    expectTypeOf(new Own().resolveMx('x')).resolves.toEqualTypeOf<nodeDns.MxRecord[]>();
  });

  it('through util.promisify', () => {
    const lookup = promisify(namespace.lookup);
    expectTypeOf(lookup('x')).resolves.toEqualTypeOf<nodeDns.LookupAddress>();
    expectTypeOf(lookup('x', { all: true })).resolves.toEqualTypeOf<nodeDns.LookupAddress[]>();
    expectTypeOf(promisify(namespace.resolve4)('x')).resolves.toEqualTypeOf<string[]>();
  });

  it('and with resolveTlsa, which @types/node 20 has not', () => {
    expectTypeOf(dnsPromises.resolveTlsa('x')).resolves.toEqualTypeOf<namespace.TlsaRecord[]>();
    expectTypeOf(promisify(dns.resolveTlsa)('x')).resolves.toEqualTypeOf<namespace.TlsaRecord[]>();
    expectTypeOf<namespace.TlsaRecord['data']>().toEqualTypeOf<ArrayBuffer>();
  });

  it('takes no arguments that node:dns does not take', () => {
    // @ts-expect-error: a name is a string
    dns.resolve4(1, () => undefined);
    // @ts-expect-error: there is a callback
    dns.resolve4('x');
    // @ts-expect-error: servers come in an array
    dnsPromises.setServers('127.0.0.1');
  });
});
