import { map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { DnsError, type DnsErrorCode } from '../../src/errors.js';
import type { Resolver } from '../../src/resolver.js';
import type { DnsTestingController } from '../../src/testing/testing-controller.js';
import { collecting, watch } from './collecting-resolver.js';

const address = [{ type: 'A', address: '192.0.2.7' }] as const;

describe('a failure', () => {
  it.each<[DnsErrorCode, string | undefined]>([
    ['ENODATA', 'NOERROR'],
    ['ENOTFOUND', 'NXDOMAIN'],
    ['ESERVFAIL', 'SERVFAIL'],
    ['EREFUSED', 'REFUSED'],
    ['ENOTIMP', 'NOTIMP'],
    ['EFORMERR', 'FORMERR'],
    ['ECONNREFUSED', undefined],
    ['ETIMEOUT', undefined],
    ['EOF', undefined],
    ['EFILE', undefined],
  ])('of the code %s arrives as that, after one query', (code, rcode) => {
    const { dns, resolver } = collecting();
    const [error] = failing(resolver, dns, code);
    expect(error).toBeInstanceOf(DnsError);
    expect(error).toMatchObject({ code, attempts: [{}] });
    expect(error instanceof DnsError && error.rcode).toBe(rcode);
    dns.verify();
  });

  it('is that of a refused connection if nothing is said', () => {
    const { dns, resolver } = collecting();
    expect(failing(resolver, dns)).toMatchObject([{ code: 'ECONNREFUSED' }]);
  });

  it('of the operating system is the cause', () => {
    const { dns, resolver } = collecting();
    const cause = Object.assign(new Error('no route'), { code: 'EHOSTUNREACH' });
    const [error] = failing(resolver, dns, cause);
    expect(error).toMatchObject({ code: 'ECONNREFUSED', attempts: [{ outcome: 'EHOSTUNREACH' }] });
    expect(error).toHaveProperty('cause', cause);
  });

  it('is of one query, also where others share its connection', () => {
    const { dns, resolver } = collecting({ useTcp: true });
    const first = watch(resolver.query$('a.example', 'A'));
    const second = watch(resolver.query$('b.example', 'A').pipe(map(({ length }) => length)));
    dns.expectOne('a.example').error('ETIMEOUT');
    expect(first).toMatchObject([{ code: 'ETIMEOUT' }]);
    expect(second).toStrictEqual([]);
    dns.expectOne('b.example').respond(address);
    expect(second).toStrictEqual([1, 'complete']);
  });

  it('that is a wrong response leads to TCP, as always', () => {
    const { dns, resolver } = collecting();
    const seen = watch(resolver.query$('example.org', 'A'));
    dns.expectOne({ server: '192.0.2.1' }).error('EBADRESP');
    dns.expectOne({ server: 'tcp://192.0.2.1' }).error('EBADRESP');
    expect(seen).toMatchObject([{ code: 'EBADRESP' }]);
  });

  it('has a code that there is', () => {
    const { dns, resolver } = collecting();
    watch(resolver.query$('example.org', 'A'));
    const query = dns.expectOne('example.org');
    expect(() => query.error('ENOENT' as DnsErrorCode)).toThrow('"ENOENT" is no code of a DnsError');
    expect(() => query.error('toString' as DnsErrorCode)).toThrow(TypeError);
  });

  it('leads to the next server, as always', () => {
    const { dns, resolver } = collecting({ servers: ['192.0.2.1', '[2001:db8::1]:5353'] });
    const seen = watch(resolver.query$('example.org', 'A').pipe(map(({ length }) => length)));
    dns.expectOne({ server: '192.0.2.1:53' }).error('ESERVFAIL');
    dns.expectOne({ name: 'example.org', type: 'A', server: '[2001:db8::1]:5353' }).respond(address);
    expect(seen).toStrictEqual([1, 'complete']);
  });
});

function failing(
  resolver: Resolver,
  dns: DnsTestingController,
  failure?: DnsErrorCode | Error,
): readonly unknown[] {
  const seen = watch(resolver.query$('example.org', 'A'));
  dns.expectOne('example.org').error(failure);
  return seen;
}
