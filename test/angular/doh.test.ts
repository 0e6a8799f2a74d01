import './environment.js';
import { TestBed } from '@angular/core/testing';
import { expect, it } from 'vitest';
import { injectDns, provideDns, provideDnsTesting, withDoh } from '../../src/angular/index.js';
import { DnsTestingController } from '../../src/testing/testing-controller.js';
import { watch } from '../testing/collecting-resolver.js';

const url = 'https://dns.example/dns-query';

it('collects what would go over HTTPS, each query with its own failure and cancellation', () => {
  TestBed.configureTestingModule({ providers: [provideDns(withDoh({ url })), provideDnsTesting()] });
  const resolver = TestBed.runInInjectionContext(injectDns);
  const dns = TestBed.inject(DnsTestingController);
  const failed = watch(resolver.query$('a.example', 'A'));
  const cancelled = resolver.query$('b.example', 'A').subscribe();
  const answered = watch(resolver.query$('c.example', 'A'));
  dns.expectOne({ name: 'a.example', server: url }).error('ETIMEOUT');
  cancelled.unsubscribe();
  dns.expectOne('c.example').respond([{ type: 'A', address: '192.0.2.7' }]);
  expect(failed).toMatchObject([{ code: 'ETIMEOUT' }]);
  expect(dns.expectOne('b.example').cancelled).toBe(true);
  expect(answered).toMatchObject([[{ address: '192.0.2.7' }], 'complete']);
  dns.verify();
});
