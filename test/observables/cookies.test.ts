import { describe, expect, it } from 'vitest';
import { CookieJar } from '../../src/observables/cookies.js';
import { type Edns, type EdnsOption, ednsOptions } from '../../src/records/edns.js';

const key = '192.0.2.1 192.0.2.200';
const hour = 3_600_000;

/** A jar whose cookies are the numbers from 1 on, in 32 bits each. */
function startJar(): CookieJar {
  let drawn = 0;
  return new CookieJar(() => {
    drawn += 1;
    return drawn;
  });
}

/** Client cookies are numbered from 1. */
function client(number: number): readonly number[] {
  return [0, 0, 0, 2 * number - 1, 0, 0, 0, 2 * number];
}

function server(length = 8): readonly number[] {
  return Array<number>(length).fill(0x55);
}

function cookie(...octets: readonly number[]): EdnsOption {
  return { code: ednsOptions.COOKIE, data: Uint8Array.from(octets) };
}

function opt(...options: readonly EdnsOption[]): Edns {
  return { version: 0, payloadSize: 1232, dnssecOk: false, options };
}

const none = opt();
const first = cookie(...client(1));
const both = cookie(...client(1), ...server());

/** A jar whose server sent its cookie at 0. */
function startKnown(): CookieJar {
  const jar = startJar();
  jar.option(key, 0);
  jar.accept(key, first, opt(both), 0);
  return jar;
}

describe('what is sent', () => {
  it('is a client cookie, the same until the server sends its own', () => {
    const jar = startJar();
    expect([jar.option(key, 0), jar.option(key, 1000)]).toStrictEqual([first, first]);
  });

  it('is another one to another server, and from another address', () => {
    const jar = startJar();
    const keys = [key, '192.0.2.2 192.0.2.200', '192.0.2.1 192.0.2.201', key];
    expect(keys.map((each) => jar.option(each, 0))).toStrictEqual([
      cookie(...client(1)),
      cookie(...client(2)),
      cookie(...client(3)),
      cookie(...client(1)),
    ]);
  });

  it('has the cookie of the server behind it, the latest one', () => {
    const jar = startKnown();
    expect(jar.option(key, 1)).toStrictEqual(both);
    const newer = cookie(...client(1), ...server(32));
    expect(jar.accept(key, both, opt(newer), 2)).toBe(true);
    expect(jar.option(key, 3)).toStrictEqual(newer);
    // One with the client's part alone takes nothing away.
    expect(jar.accept(key, both, opt(first), 4)).toBe(true);
    expect(jar.option(key, 5)).toStrictEqual(newer);
  });

  it('is renewed after 24 hours, without the cookie of the server', () => {
    const jar = startKnown();
    expect(jar.option(key, 24 * hour - 1)).toStrictEqual(both);
    expect(jar.option(key, 24 * hour)).toStrictEqual(cookie(...client(2)));
  });

  it('is not spoilt by a response to the cookie before', () => {
    const jar = startKnown();
    const renewed = jar.option(key, 24 * hour);
    expect(jar.accept(key, both, opt(both), 24 * hour + 1)).toBe(true);
    expect(jar.option(key, 24 * hour + 2)).toStrictEqual(renewed);
  });
});

describe('what is accepted', () => {
  it.each([
    [8, true],
    [9, false],
    [15, false],
    [16, true],
    [17, true],
    [40, true],
    [41, false],
    [64, false],
  ])('of %i octets: %s', (length, accepted) => {
    const data = cookie(...client(1), ...server(length - 8));
    expect(startJar().accept(key, first, opt(data), 0)).toBe(accepted);
  });

  it.each([0, 1, 7])('is never one of %i octets', (length) => {
    const data = cookie(...client(1).slice(0, length));
    expect(startJar().accept(key, first, opt(data), 0)).toBe(false);
  });

  it.each([0, 1, 7])('is never one whose octet %i differs', (at) => {
    const changed = client(1).map((octet, n) => (n === at ? octet ^ 0x80 : octet));
    const jar = startJar();
    expect(jar.accept(key, first, opt(cookie(...changed, ...server())), 0)).toBe(false);
    expect(jar.accept(key, first, opt(cookie(...changed)), 0)).toBe(false);
    expect(jar.option(key, 0)).toStrictEqual(first);
  });

  it('looks at the cookie among other options', () => {
    const nsid = { code: ednsOptions.NSID, data: Uint8Array.of(1) };
    const wrong = cookie(...client(9), ...server());
    expect(startJar().accept(key, first, opt(nsid, both), 0)).toBe(true);
    expect(startJar().accept(key, first, opt(nsid, wrong), 0)).toBe(false);
  });
});

describe.each([
  ['without the option', none],
  ['without OPT', undefined],
])('a response %s', (_what, edns) => {
  it('from a server that never sent one is accepted, and it is sent none for 300 s', () => {
    const jar = startJar();
    jar.option(key, 1000);
    expect(jar.accept(key, first, edns, 1000)).toBe(true);
    expect([jar.option(key, 1001), jar.option(key, 300_999)]).toStrictEqual([undefined, undefined]);
    expect(jar.option(key, 301_000)).toStrictEqual(first);
  });

  it('from a server that did is dropped for 120 s, then accepted, and none is sent for 300 s', () => {
    const jar = startKnown();
    const verdicts = [1000, 50_000, 120_999].map((now) => jar.accept(key, both, edns, now));
    expect(verdicts).toStrictEqual([false, false, false]);
    expect(jar.option(key, 120_999)).toStrictEqual(both);
    expect(jar.accept(key, both, edns, 121_000)).toBe(true);
    expect([jar.option(key, 121_001), jar.option(key, 420_999)]).toStrictEqual([undefined, undefined]);
    // What the server once knew, it may have forgotten.
    expect(jar.option(key, 421_000)).toStrictEqual(first);
  });

  it('counts from the first one since the last with a cookie', () => {
    const jar = startKnown();
    expect(jar.accept(key, both, edns, 1000)).toBe(false);
    expect(jar.accept(key, both, opt(both), 100_000)).toBe(true);
    expect(jar.accept(key, both, edns, 121_000)).toBe(false);
    expect(jar.accept(key, both, edns, 240_999)).toBe(false);
    expect(jar.accept(key, both, edns, 241_000)).toBe(true);
  });

  it('says nothing about another address of ours', () => {
    const jar = startKnown();
    const other = '192.0.2.1 192.0.2.201';
    const sent = jar.option(other, 0);
    expect(sent).toStrictEqual(cookie(...client(2)));
    expect(jar.accept(other, cookie(...client(2)), edns, 1000)).toBe(true);
    expect(jar.option(key, 1001)).toStrictEqual(both);
  });
});
