import fc from 'fast-check';
import { VirtualTimeScheduler } from 'rxjs';
import { expect, it } from 'vitest';
import { Cache } from '../../src/observables/cache.js';
import type { DnsResponse, Query } from '../../src/observables/exchange.js';
import type { Rcode } from '../../src/records/codes.js';
import { exampleAddress } from './example.js';
import { answer, ask, startOfAuthority } from './kept.js';

/** What a Map keeps of a response: in order of use, as a Map has the order of insertion. */
interface Kept {
  readonly rcode: Rcode;
  /** Tells it from the one before; 0 for a "no". */
  readonly number: number;
  readonly storedAt: number;
  readonly ttl: number;
}

/** The cache in words: keys are `name type`, and `name *` for a name that does not exist. */
class Model {
  readonly kept = new Map<string, Kept>();
  readonly #maxEntries: number;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  find(name: string, type: string, now: number): Kept | undefined {
    for (const key of [`${name} ${type}`, `${name} *`]) {
      const kept = this.kept.get(key);
      if (kept === undefined || kept.storedAt + kept.ttl * 1000 <= now) continue;
      this.kept.delete(key);
      this.kept.set(key, kept);
      return kept;
    }
    return undefined;
  }

  store(name: string, type: string, kept: Kept): void {
    this.kept.delete(`${name} ${type}`);
    this.kept.delete(`${name} *`);
    if (kept.ttl === 0) return;
    for (const oldest of this.kept.keys()) {
      if (this.kept.size < this.#maxEntries) break;
      this.kept.delete(oldest);
    }
    this.kept.set(`${name} ${kept.rcode === 'NXDOMAIN' ? '*' : type}`, kept);
  }
}

const step = fc.record({
  does: fc.constantFrom('find', 'find', 'store', 'store', 'deny'),
  name: fc.nat(5),
  type: fc.constantFrom('A' as const, 'MX' as const),
  upper: fc.boolean(),
  ttl: fc.nat(4),
  wait: fc.constantFrom(0, 0, 1, 999, 1000, 2500),
});

/** An address by its number where there is one, a "no" with the SOA otherwise. */
function respond(query: Query, { rcode, number, ttl }: Kept): DnsResponse {
  return number > 0
    ? answer(query, { answers: [exampleAddress(query.question.name, number, ttl)] })
    : answer(query, { rcode, authorities: [startOfAuthority(ttl)] });
}

/** What a snapshot says of each: key, age and time left. */
function describeKept(kept: ReadonlyMap<string, Kept>, now: number): readonly unknown[] {
  return [...kept]
    .filter(([, { storedAt, ttl }]) => storedAt + ttl * 1000 > now)
    .map(([key, { storedAt, ttl }]) => {
      const [name, type] = key.split(' ');
      const age = now - storedAt;
      return [type === '*' ? `${name} IN 1` : `${name} IN 1 ${type}`, age, ttl * 1000 - age];
    });
}

it.each([1, 2, 4, 100])('with room for %i it keeps what a Map would keep, in order of use', (maxEntries) => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 80 }), (steps) => {
      const scheduler = new VirtualTimeScheduler();
      const cache = new Cache(scheduler, { maxEntries });
      const model = new Model(maxEntries);
      for (const [at, { does, name: n, type, upper, ttl, wait }] of steps.entries()) {
        scheduler.frame += wait;
        const now = scheduler.frame;
        const name = `name${n}.example`;
        const query = ask(upper ? name.toUpperCase() : name, type);
        if (does === 'find') {
          const kept = model.find(name, type, now);
          const seconds = Math.floor((now - (kept?.storedAt ?? 0)) / 1000);
          const expected = kept && respond(query, { ...kept, ttl: kept.ttl - seconds });
          const hit = cache.find(query);
          expect(hit?.rcode).toBe(expected?.rcode);
          expect(hit?.questions).toStrictEqual(expected?.questions);
          expect(hit?.answers).toStrictEqual(expected?.answers);
        } else {
          const rcode = does === 'deny' ? 'NXDOMAIN' : 'NOERROR';
          const kept: Kept = {
            rcode,
            number: does === 'store' && type === 'A' ? at + 1 : 0,
            storedAt: now,
            ttl,
          };
          cache.store(query, respond(query, kept));
          model.store(name, type, kept);
        }
        const seen = cache.snapshot().map(({ key, age, left }) => [key, age, left]);
        expect(seen).toStrictEqual(describeKept(model.kept, now));
      }
    }),
    { numRuns: 150 },
  );
});
