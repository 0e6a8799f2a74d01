import { provideZonelessChangeDetection } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideDns, provideDnsTesting, withDoh } from 'rxdns/angular';
import { DnsTestingController, type TestQuery } from 'rxdns/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DnsServer } from './dns-server.js';
import { quiet } from './look-up-as-typed.js';
import { NameLookup } from './name-lookup.js';

const url = 'https://dns.example/dns-query';
let dns: DnsTestingController;
let fixture: ComponentFixture<NameLookup>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), provideDns(withDoh({ url })), provideDnsTesting()],
  });
  dns = TestBed.inject(DnsTestingController);
  fixture = TestBed.createComponent(NameLookup);
  TestBed.tick();
});

afterEach(() => {
  TestBed.resetTestingModule();
  vi.useRealTimers();
});

describe('the cards', () => {
  // #region kinds
  it.each([
    ['ENOTFOUND', 'no-such-name', 'No such name'],
    ['ENODATA', 'no-data', 'No A records'],
    ['ESERVFAIL', 'server-failure', 'The server failed'],
    ['ETIMEOUT', 'time-out', 'No answer in time'],
    ['EREFUSED', 'refused', 'The server refused'],
    ['ECONNREFUSED', 'no-connection', 'No connection'],
  ] as const)('tell %s by its kind, %s', (code, kind, title) => {
    type('a.example');
    dns.expectOne({ name: 'a.example', type: 'A', server: url }).error(code);
    TestBed.tick();

    const failure = card('A').querySelector('.failure');
    expect(failure?.getAttribute('data-kind')).toBe(kind);
    expect(failure?.querySelector('strong')?.textContent).toBe(title);
  });
  // #endregion

  it('have the records and their TTLs, each as soon as it is there', () => {
    type('a.example');
    expect(card('A').textContent).toContain('asking');
    dns.expectOne({ type: 'MX' }).respond('a.example. 60 MX 10 mail.example.');
    TestBed.tick();
    expect(card('MX').querySelector('code')?.textContent).toBe('10 mail.example.');
    expect(card('MX').querySelector('.ttl')?.textContent).toBe('TTL 60 s');
    expect(card('MX').getAttribute('aria-busy')).toBe('false');
    expect(card('A').textContent).toContain('asking');
    expect(card('A').getAttribute('aria-busy')).toBe('true');
    expect(status()).toBe('Looking up a.example …');
    for (const query of dns.match(() => true)) query.error('ENODATA');
    TestBed.tick();
    expect(status()).toBe('All answers for a.example are there.');
  });

  it('say what is no name, and nothing is sent', async () => {
    type('a..example');
    // What needs no server comes a microtask later, never inside subscribe().
    await Promise.resolve();
    TestBed.tick();
    expect(card('A').querySelector('.failure')?.getAttribute('data-kind')).toBe('bad-name');
    dns.verify();
  });
});

it('cancels what is stale, and all when it goes', () => {
  type('a.example');
  const stale = dns.match(() => true);
  expect(cancelled(stale)).toEqual([false, false, false, false]);
  type('b.example');
  expect(cancelled(stale)).toEqual([true, true, true, true]);
  const last = dns.match(() => true);
  fixture.destroy();
  expect(cancelled(last)).toEqual([true, true, true, true]);
});

it('asks another server anew, and says what is none', () => {
  const server = TestBed.inject(DnsServer);
  type('a.example');
  dns.match(() => true);
  server.use('http://other.example/dns-query');
  expect(server.problem()).toBe('A browser can ask servers at https:// only.');
  expect(server.url()).toBe(url);
  server.use(' https://other.example/dns-query ');
  expect(server.problem()).toBe('');
  TestBed.tick();
  vi.advanceTimersByTime(quiet);
  expect(dns.match({ server: 'https://other.example/dns-query' })).toHaveLength(4);
});

/** What a person does who types a name and waits. */
function type(name: string): void {
  const input = element().querySelector('input');
  if (input === null) throw new Error('there is no box to type in');
  input.value = name;
  // The document of the tests is not the one that TypeScript knows.
  const event = input.ownerDocument.createEvent('Event');
  event.initEvent('input', true, false);
  input.dispatchEvent(event);
  TestBed.tick();
  vi.advanceTimersByTime(quiet);
  TestBed.tick();
}

function card(type: string): Element {
  const found = element().querySelector(`[data-type=${type}]`);
  if (found === null) throw new Error(`there is no card for ${type}`);
  return found;
}

function status(): string {
  return element().querySelector('.status')?.textContent ?? '';
}

function element(): HTMLElement {
  return fixture.nativeElement;
}

function cancelled(queries: readonly TestQuery[]): readonly boolean[] {
  return queries.map((query) => query.cancelled);
}
