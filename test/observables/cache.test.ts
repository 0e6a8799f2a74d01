import { VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { Cache } from '../../src/observables/cache.js';
import type { DnsResponse } from '../../src/observables/exchange.js';
import { types } from '../../src/records/codes.js';
import type { RecordType } from '../../src/records/record-map.js';
import { exampleAddress } from './example.js';
import { answer, answerOfSize, ask, startOfAuthority } from './kept.js';

/** A cache, and the scheduler whose `frame` is its time in milliseconds. */
function start(maxEntries?: number) {
  const scheduler = new VirtualTimeScheduler();
  return { scheduler, cache: new Cache(scheduler, { maxEntries }) };
}

const address = (name: string, ttl = 300): DnsResponse =>
  answer(ask(name), { answers: [exampleAddress(name, 1, ttl)] });

const nxdomain = (name: string, seconds = 60): DnsResponse =>
  answer(ask(name), { rcode: 'NXDOMAIN', authorities: [startOfAuthority(seconds)] });

describe('a hit', () => {
  it('has the TTLs of every section counted down, and its octets as they came', () => {
    const { scheduler, cache } = start();
    const query = ask('a.example');
    const response = answer(query, {
      answers: [exampleAddress('a.example', 1, 20), exampleAddress('a.example', 2, 10)],
      authorities: [exampleAddress('b.example', 3, 3)],
      additionals: [exampleAddress('c.example', 4, 7)],
    });
    cache.store(query, response);
    scheduler.frame = 5999;
    const hit = cache.find(query);
    const ttls = [hit?.answers, hit?.authorities, hit?.additionals].map((records) =>
      records?.map(({ ttl }) => ttl),
    );
    expect(ttls).toStrictEqual([[15, 5], [0], [2]]);
    expect(hit?.octets).toStrictEqual(Uint8Array.from(response.octets ?? []));
    scheduler.frame = 10_000;
    expect(cache.find(query)).toBeUndefined();
  });

  it.each([0, 2000])('is its asker’s own, %i ms after it was stored', (time) => {
    const { scheduler, cache } = start();
    const query = ask('a.example');
    const response = address('a.example');
    cache.store(query, response);
    response.octets?.fill(0);
    scheduler.frame = time;
    const one = cache.find(query);
    const before = structuredClone(one);
    one?.octets?.fill(0);
    for (const record of one?.answers ?? []) Object.assign(record, { ttl: 1, address: '203.0.113.9' });
    expect(cache.find(query)).toStrictEqual(before);
    expect(cache.entries()[0]?.response.answers).toMatchObject([{ address: '192.0.2.1' }]);
    for (const entry of cache.entries()) entry.response.octets?.fill(0);
    expect(cache.find(ask('A.Example'))?.answers).toMatchObject([
      { name: 'A.Example', address: '192.0.2.1' },
    ]);
  });

  it('holds a message of 65,535 octets', () => {
    const { cache } = start(1);
    const query = ask('a.example', 'TYPE65280');
    const response = answerOfSize(query, 0xffff);
    cache.store(query, response);
    const hit = cache.find(query);
    expect([hit?.size, hit?.octets?.length]).toStrictEqual([0xffff, 0xffff]);
    expect(hit?.answers).toStrictEqual(response.answers);
  });
});

describe('a name that does not exist', () => {
  const everyType = Object.keys(types).filter((type): type is RecordType => type in types);

  it('has no records of any type, whichever was asked for', () => {
    const { cache } = start();
    cache.store(ask('none.example'), nxdomain('none.example'));
    expect(everyType.length).toBeGreaterThan(30);
    for (const type of everyType) {
      const query = ask('None.example', type);
      expect(cache.find(query)).toMatchObject({ rcode: 'NXDOMAIN', questions: [query.question] });
    }
    expect(cache.find(ask('a.none.example'))).toBeUndefined();
    expect(cache.entries().length).toBe(1);
  });

  it('has none where a snapshot was put back, until there are some', () => {
    const { scheduler, cache } = start();
    cache.store(ask('none.example', 'MX'), nxdomain('none.example'));
    scheduler.frame = 10_000;
    const snapshot = cache.snapshot();
    expect(snapshot.map(({ key, age, left }) => [key, age, left])).toStrictEqual([
      ['none.example IN 1', 10_000, 50_000],
    ]);
    const other = start();
    other.cache.restore(snapshot);
    for (const type of everyType) expect(other.cache.find(ask('none.EXAMPLE', type))?.rcode).toBe('NXDOMAIN');
    expect(other.cache.snapshot()).toStrictEqual(snapshot);
    other.cache.restore(snapshot);
    expect(other.cache.snapshot()).toStrictEqual(snapshot);
    // It ends with the first address that is there, for all types.
    other.cache.store(ask('none.example'), address('none.example'));
    expect(other.cache.find(ask('none.example', 'MX'))).toBeUndefined();
  });
});

describe('a snapshot', () => {
  it('brings names of any octets and messages of any length back', () => {
    const { cache } = start();
    const names = ['a\\032b.example', 'tab\\009.example', '.', '\\255.example', 'dot\\.dot.example'];
    for (const name of names) cache.store(ask(name), address(name));
    const long = ask('long.example', 'TYPE65280');
    cache.store(long, answerOfSize(long, 0xffff));
    const other = start();
    other.cache.restore(JSON.parse(JSON.stringify(cache.snapshot())));
    expect(other.cache.entries()).toStrictEqual(cache.entries());
    for (const name of names) expect(other.cache.find(ask(name))?.answers.length).toBe(1);
    expect(other.cache.find(long)?.size).toBe(0xffff);
  });

  it('is put back within the bounds of the other', () => {
    const { cache } = start();
    for (const name of ['a', 'b', 'c', 'd']) cache.store(ask(name), address(name));
    const other = start(2);
    other.cache.restore(cache.snapshot());
    expect(other.cache.entries().map(({ question }) => question.name)).toStrictEqual(['c', 'd']);
  });
});
