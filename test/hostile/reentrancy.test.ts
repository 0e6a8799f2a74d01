import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { finalize, type Subscription } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isDnsError } from '../../src/errors.js';
import { Resolver } from '../../src/resolver.js';
import { type HostileServer, startHostileServer } from './hostile-server.js';
import { send, wait } from './script.js';

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server[Symbol.asyncDispose]());

let resolver: Resolver;
beforeEach(() => {
  resolver = new Resolver({ servers: [server.address] });
});
afterEach(() => resolver.close());

const places = ['next', 'error', 'complete', 'finalize'] as const;
type Place = (typeof places)[number];

const acts = {
  'unsubscribes itself': (own: Subscription | undefined) => own?.unsubscribe(),
  'unsubscribes all': (_own: Subscription | undefined, all: readonly Subscription[]) => {
    for (const each of all) each.unsubscribe();
  },
  cancels: () => resolver.cancel(),
  closes: () => resolver.close$(),
  'closes twice and subscribes': () => {
    resolver.close$().subscribe();
    resolver.close$().subscribe();
  },
} as const;

/** What the others hear, once the first of them has done that. */
const others = {
  'unsubscribes itself': ['next', 'complete', 'finalize'],
  'unsubscribes all': ['finalize'],
  cancels: ['ECANCELLED', 'finalize'],
  closes: ['ECANCELLED', 'finalize'],
  'closes twice and subscribes': ['ECANCELLED', 'finalize'],
} as const;

const count = 20;
let turn = 0;

/** Runs lookups of which the first acts at a place; what each heard, in order. */
async function listenTo(
  place: Place,
  act: keyof typeof acts,
  overTcp: boolean,
): Promise<readonly string[][]> {
  turn += 1;
  const group = `turn${turn}.reentrant.test`;
  const heard: string[][] = [];
  const all: Subscription[] = [];
  const hear = (n: number, what: string) => {
    heard[n] = [...(heard[n] ?? []), what];
    if (n === 0 && what === place) acts[act](all[0], all);
    if (n === 0 && place === 'error' && what === 'ENOTFOUND') acts[act](all[0], all);
  };
  for (let n = 0; n < count; n += 1) {
    const name = `n${n}.${group}`;
    const answer = [wait(n === 0 ? 10 : 40), send()];
    server.play(name, {
      udp: [answer],
      tcp: [answer],
      ...(n === 0 && place === 'error' ? { rcode: 3 } : {}),
    });
    const lookup$ = resolver.query$(name, 'A', { useTcp: overTcp });
    const observed = lookup$.pipe(finalize(() => hear(n, 'finalize'))).subscribe({
      next: () => hear(n, 'next'),
      error: (error: unknown) => hear(n, isDnsError(error) ? error.code : String(error)),
      complete: () => hear(n, 'complete'),
    });
    all.push(observed);
  }
  await sleep(150);
  return heard;
}

const table = (['udp', 'tcp'] as const).flatMap((transport) =>
  places.flatMap((place) =>
    Object.keys(acts)
      .filter(isAct)
      .map((act) => ({ transport, place, act })),
  ),
);

function isAct(text: string): text is keyof typeof acts {
  return Object.hasOwn(acts, text);
}

/** What the first one hears itself: nothing comes after it has unsubscribed, cancelled or not. */
function ownSignals(place: Place, act: keyof typeof acts): readonly string[] {
  if (place === 'error') return ['ENOTFOUND', 'finalize'];
  const leaves = act === 'unsubscribes itself' || act === 'unsubscribes all';
  return place === 'next' && leaves ? ['next', 'finalize'] : ['next', 'complete', 'finalize'];
}

describe('a subscriber over real sockets', () => {
  it.each(table)('$transport: $act from inside $place', async ({ transport, place, act }) => {
    const [own, ...rest] = await listenTo(place, act, transport === 'tcp');
    expect(own).toStrictEqual(ownSignals(place, act));
    expect(rest).toStrictEqual(rest.map(() => [...others[act]]));
    expect(rest).toHaveLength(count - 1);
  });

  it.each(places)('starts another lookup from inside %s', async (place) => {
    const name = `starts-${place}.reentrant.test`;
    if (place === 'error') server.play(name, { rcode: 3 });
    const heard: string[] = [];
    const hear = (what: string) => {
      heard.push(what);
      if (what !== place) return;
      resolver.query$(`after-${place}.reentrant.test`, 'A').subscribe({
        next: () => heard.push('another'),
        error: (error: unknown) => heard.push(String(error)),
      });
    };
    resolver
      .query$(name, 'A')
      .pipe(finalize(() => hear('finalize')))
      .subscribe({ next: () => hear('next'), error: () => hear('error'), complete: () => hear('complete') });
    await expect.poll(() => heard.at(-1)).toBe('another');
    expect(heard.filter((what) => what === 'another')).toHaveLength(1);
  });

  it('nothing is sent for a lookup that was unsubscribed in the same tick', async () => {
    const before = server.queryCount;
    resolver.query$('left.reentrant.test', 'A').subscribe().unsubscribe();
    resolver.query$('left.reentrant.test', 'A', { useTcp: true }).subscribe().unsubscribe();
    await sleep(30);
    expect(server.queryCount).toBe(before);
  });
});

describe('AsyncLocalStorage', () => {
  const store = new AsyncLocalStorage<string>();

  it.each([
    { what: 'over UDP', useTcp: false },
    { what: 'over TCP', useTcp: true },
  ])(
    'each subscriber sees its own store in next, error, complete and finalize, $what',
    async ({ useTcp }) => {
      const seen: string[] = [];
      const note = (n: number, what: string) => seen.push(`${n} ${what} ${store.getStore()}`);
      for (let n = 0; n < 6; n += 1) {
        const name = `n${n}.${useTcp}.store.test`;
        if (n % 2 === 1) server.play(name, { rcode: 3 });
        store.run(`store ${n}`, () =>
          resolver
            .query$(name, 'A', { useTcp })
            .pipe(finalize(() => note(n, 'finalize')))
            .subscribe({
              next: () => note(n, 'next'),
              error: () => note(n, 'error'),
              complete: () => note(n, 'complete'),
            }),
        );
      }
      await expect.poll(() => seen.length).toBe(15);
      const expected = [0, 1, 2, 3, 4, 5].flatMap((n) =>
        (n % 2 === 1 ? ['error', 'finalize'] : ['next', 'complete', 'finalize']).map(
          (what) => `${n} ${what} store ${n}`,
        ),
      );
      expect(seen.toSorted()).toStrictEqual(expected.toSorted());
    },
  );

  it('two subscribers of one wire query see each their own', async () => {
    const seen: (string | undefined)[] = [];
    for (const which of ['one', 'two']) {
      store.run(which, () =>
        resolver.query$('shared.store.test', 'A').subscribe(() => seen.push(store.getStore())),
      );
    }
    await expect.poll(() => seen.length).toBe(2);
    expect(seen).toStrictEqual(['one', 'two']);
    expect(server.queriesFor('shared.store.test')).toHaveLength(1);
  });

  it('an answer from the cache and a cancelled lookup come in the right store, too', async () => {
    await resolver.query('kept.store.test', 'A');
    const seen: (string | undefined)[] = [];
    store.run('cache', () =>
      resolver.query$('kept.store.test', 'A').subscribe(() => seen.push(store.getStore())),
    );
    await expect.poll(() => seen.length).toBe(1);
    store.run('cancelled', () =>
      resolver.query$('pending.store.test', 'A').subscribe({ error: () => seen.push(store.getStore()) }),
    );
    store.run('canceller', () => resolver.cancel());
    expect(seen).toStrictEqual(['cache', 'cancelled']);
  });
});
