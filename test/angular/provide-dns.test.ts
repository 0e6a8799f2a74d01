import './environment.js';
import {
  createEnvironmentInjector,
  EnvironmentInjector,
  type EnvironmentProviders,
  runInInjectionContext,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from 'vitest';
import {
  injectDns,
  provideDns,
  provideDnsTesting,
  withDoh,
  withOptions,
  withServers,
} from '../../src/angular/index.js';
import { Resolver } from '../../src/resolver.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { DnsTestingController } from '../../src/testing/testing-controller.js';
import { watch } from '../testing/collecting-resolver.js';

const { connect } = fakeNetwork();

describe('features', () => {
  it('are options', () => {
    expect(withDoh({ url: 'https://dns.example/dns-query' })).toStrictEqual({
      options: { servers: ['https://dns.example/dns-query'] },
    });
    expect(withServers('192.0.2.1', '192.0.2.2')).toStrictEqual({
      options: { servers: ['192.0.2.1', '192.0.2.2'] },
    });
    expect(withOptions({ tries: 2 })).toStrictEqual({ options: { tries: 2 } });
  });

  it('add up: all servers in order, and of other options the last', () => {
    const options = [withOptions({ connect, tries: 2, servers: ['192.0.2.2'] }), withOptions({ tries: 1 })];
    const features = [withServers('192.0.2.1'), ...options, withServers('192.0.2.3')];
    const resolver = provided(provideDns(...features));
    expect(resolver.servers).toStrictEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
  });

  it('leave options as they are where servers are not theirs', () => {
    const resolver = provided(provideDns(withOptions({ connect })));
    expect(resolver.servers).toStrictEqual([]);
    expect(withOptions({ connect })).toStrictEqual({ options: { connect } });
  });

  it('that are wrong throw where the resolver is injected', () => {
    expect(() => provided(provideDns(withServers('nowhere')))).toThrow('"nowhere" is no DNS server');
  });
});

describe('the resolver', () => {
  it('is one for all who inject it', () => {
    const resolver = provided(provideDns(withOptions({ connect })));
    expect(resolver).toBeInstanceOf(Resolver);
    expect(TestBed.runInInjectionContext(injectDns)).toBe(resolver);
  });

  it('is closed with its injector, and what is pending ends', () => {
    const { child, resolver, dns } = routeInjector();
    const seen = watch(resolver.query$('example.org', 'A'));
    const query = dns.expectOne('example.org');
    child.destroy();
    expect(seen).toMatchObject([{ code: 'ECANCELLED' }]);
    expect(query.cancelled).toBe(true);
  });

  it('of a route is closed with it, and that of the application goes on', () => {
    const above = provided(provideDns(withOptions({ connect })));
    const { child, resolver } = routeInjector();
    expect(resolver).not.toBe(above);
    const ends: string[] = [];
    above.events$.subscribe({ complete: () => ends.push('application') });
    resolver.events$.subscribe({ complete: () => ends.push('route') });
    child.destroy();
    expect(ends).toStrictEqual(['route']);
    TestBed.resetTestingModule();
    expect(ends).toStrictEqual(['route', 'application']);
  });

  it('is missed with a word on what to do', () => {
    expect(() => TestBed.runInInjectionContext(injectDns)).toThrow('add provideDns(withDoh({ url }))');
  });

  it('is not to be had outside an injection context', () => {
    expect(injectDns).toThrow('NG0203');
  });
});

describe('provideDnsTesting', () => {
  it.each([
    ['after', [provideDns(withServers('192.0.2.53'), withOptions({ tries: 3 })), provideDnsTesting()]],
    ['before', [provideDnsTesting(), provideDns(withServers('192.0.2.53'), withOptions({ tries: 3 }))]],
  ])('%s provideDns keeps the servers, and asks once', (_what, providers) => {
    const resolver = provided(providers);
    const seen = watch(resolver.query$('example.org', 'A'));
    const dns = TestBed.inject(DnsTestingController);
    dns.expectOne({ name: 'example.org', type: 'A', server: '192.0.2.53' }).error('ESERVFAIL');
    expect(seen).toMatchObject([{ code: 'ESERVFAIL' }]);
    dns.verify();
  });

  it('is enough alone, and its options go before all', () => {
    const resolver = provided(provideDnsTesting({ tries: 2 }));
    watch(resolver.query$('example.org', 'A'));
    const dns = TestBed.inject(DnsTestingController);
    dns.expectOne({ server: '192.0.2.1' }).error('ESERVFAIL');
    dns.expectOne({ server: '192.0.2.1' });
  });

  it('gives each test a controller of its own', () => {
    provided(provideDnsTesting());
    const first = TestBed.inject(DnsTestingController);
    TestBed.resetTestingModule();
    provided(provideDnsTesting());
    expect(TestBed.inject(DnsTestingController)).not.toBe(first);
  });
});

function provided(
  ...providers: readonly (EnvironmentProviders | readonly EnvironmentProviders[])[]
): Resolver {
  TestBed.configureTestingModule({ providers: [...providers.flat()] });
  return TestBed.runInInjectionContext(injectDns);
}

/** An injector as a route has it, with a resolver of its own. */
function routeInjector() {
  const child = createEnvironmentInjector([provideDnsTesting()], TestBed.inject(EnvironmentInjector));
  return {
    child,
    resolver: runInInjectionContext(child, injectDns),
    dns: child.get(DnsTestingController),
  };
}
