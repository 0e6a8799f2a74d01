import './environment.js';
import { AsyncPipe } from '@angular/common';
import { Component, provideZonelessChangeDetection, type Signal, signal } from '@angular/core';
import { rxResource, toSignal } from '@angular/core/rxjs-interop';
import { TestBed } from '@angular/core/testing';
import { catchError, map, of } from 'rxjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { injectDns, provideDns, provideDnsTesting, withServers } from '../../src/angular/index.js';
import { isDnsError } from '../../src/errors.js';
import { DnsTestingController } from '../../src/testing/testing-controller.js';

const address = [{ type: 'A', address: '192.0.2.7' }] as const;

let dns: DnsTestingController;

beforeEach(() => {
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), provideDns(withServers('192.0.2.53')), provideDnsTesting()],
  });
  dns = TestBed.inject(DnsTestingController);
});

describe('the async pipe', () => {
  const Host = Component({
    imports: [AsyncPipe],
    template: '{{ (records$ | async)?.[0]?.address ?? "asking" }}',
  })(
    class {
      readonly records$ = injectDns().query$('example.org', 'A');
    },
  );

  it('shows what comes', async () => {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    expect(fixture.nativeElement.textContent).toBe('asking');
    dns.expectOne({ name: 'example.org', server: '192.0.2.53' }).respond(address);
    await fixture.whenStable();
    expect(fixture.nativeElement.textContent).toBe('192.0.2.7');
    dns.verify();
  });

  it('cancels when its component goes', async () => {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const query = dns.expectOne('example.org');
    fixture.destroy();
    expect(query.cancelled).toBe(true);
  });
});

describe('toSignal', () => {
  const Host = Component({ template: '{{ state() }}' })(
    class {
      readonly state: Signal<string> = toSignal(
        injectDns()
          .query$('example.org', 'A')
          .pipe(
            map(([record]) => record?.address ?? ''),
            catchError((error: unknown) => of(isDnsError(error) ? error.code : 'unknown')),
          ),
        { initialValue: 'asking' },
      );
    },
  );

  it('shows what comes, errors by their code', async () => {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    expect(fixture.nativeElement.textContent).toBe('asking');
    dns.expectOne('example.org').error('ENOTFOUND');
    await fixture.whenStable();
    expect(fixture.nativeElement.textContent).toBe('ENOTFOUND');
  });

  it('cancels when its component goes', () => {
    const fixture = TestBed.createComponent(Host);
    const query = dns.expectOne('example.org');
    fixture.destroy();
    expect(query.cancelled).toBe(true);
  });
});

describe('rxResource', () => {
  const name = signal('a.example');
  const Host = Component({
    template: '{{ addresses.status() }} {{ addresses.hasValue() ? addresses.value() : "" }}',
  })(
    class {
      readonly #resolver = injectDns();
      readonly addresses = rxResource({
        params: () => name(),
        stream: ({ params }) =>
          this.#resolver.query$(params, 'A').pipe(map((records) => records.map((record) => record.address))),
      });
    },
  );

  beforeEach(() => name.set('a.example'));

  it('shows what comes', async () => {
    const fixture = TestBed.createComponent(Host);
    TestBed.tick();
    dns.expectOne('a.example').respond(address);
    await fixture.whenStable();
    expect(fixture.nativeElement.textContent).toBe('resolved 192.0.2.7');
  });

  it('cancels what is stale', async () => {
    const fixture = TestBed.createComponent(Host);
    TestBed.tick();
    const stale = dns.expectOne('a.example');
    name.set('b.example');
    TestBed.tick();
    expect(stale.cancelled).toBe(true);
    dns.expectOne('b.example').respond([{ type: 'A', address: '192.0.2.8' }]);
    await fixture.whenStable();
    expect(fixture.nativeElement.textContent).toBe('resolved 192.0.2.8');
    dns.verify();
  });

  it('has the error', async () => {
    const fixture = TestBed.createComponent(Host);
    TestBed.tick();
    dns.expectOne('a.example').error('ETIMEOUT');
    await fixture.whenStable();
    expect(fixture.nativeElement.textContent).toBe('error ');
    expect(fixture.componentInstance.addresses.error()).toMatchObject({ name: 'DnsError', code: 'ETIMEOUT' });
  });
});
