// Run: ng test; here, without Angular's tools: npx vitest run
// #region test-bed
import { ApplicationRef, provideZonelessChangeDetection, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideDnsTesting } from 'rxdns/angular';
import { DnsTestingController } from 'rxdns/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { injectMailExchange } from './inject-mail-exchange.mjs';

describe('injectMailExchange', () => {
  const domain = signal('example.org');
  /** @type {DnsTestingController} */
  let dns;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideDnsTesting()] });
    dns = TestBed.inject(DnsTestingController);
    domain.set('example.org');
  });

  afterEach(() => {
    dns.verify();
    // Closes the resolver. Where afterEach is a global, Angular does this by itself.
    TestBed.resetTestingModule();
  });

  it('has the host', async () => {
    const exchange = TestBed.runInInjectionContext(() => injectMailExchange(domain));
    TestBed.tick();

    dns.expectOne({ name: 'example.org', type: 'MX' }).respond('example.org. MX 10 mail.example.org.');
    await TestBed.inject(ApplicationRef).whenStable();

    expect(exchange.value()).toBe('mail.example.org');
  });

  it('cancels what is stale', () => {
    TestBed.runInInjectionContext(() => injectMailExchange(domain));
    TestBed.tick();
    const stale = dns.expectOne('example.org');

    domain.set('example.net');
    TestBed.tick();

    expect(stale.cancelled).toBe(true);
    dns.expectOne('example.net');
  });

  it('has the error', async () => {
    const exchange = TestBed.runInInjectionContext(() => injectMailExchange(domain));
    TestBed.tick();

    dns.expectOne('example.org').error('ETIMEOUT');
    await TestBed.inject(ApplicationRef).whenStable();

    expect(exchange.error()).toMatchObject({ code: 'ETIMEOUT' });
  });
});
// #endregion
