import { lastValueFrom, NEVER, of, timer } from 'rxjs';
import { map, take } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { queryEach } from '../../src/observables/query-each.js';
import { marbles } from '../../src/testing/marbles.js';
import { ScriptedSource } from './scripted-source.js';

const bySeconds = () => new ScriptedSource((name) => timer(Number(name)));

/** Names without end, and what was done with their iterator. */
class Names implements Iterable<string> {
  pulled = 0;
  returned = 0;
  readonly #limit: number;

  constructor(limit = Number.POSITIVE_INFINITY) {
    this.#limit = limit;
  }

  [Symbol.iterator](): Iterator<string> {
    return {
      next: () => {
        if (this.pulled >= this.#limit) return { done: true, value: undefined };
        this.pulled += 1;
        return { done: false, value: String(this.pulled) };
      },
      return: () => {
        this.returned += 1;
        return { done: true, value: undefined };
      },
    };
  }
}

/** Lets everything settle that waits for promises. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('an iterable', () => {
  it(
    'is not touched before subscribe, and then one input for each free slot',
    marbles((m) => {
      const names = new Names();
      const outcome$ = queryEach.from(new ScriptedSource(() => NEVER), names, ['A', 'MX'], {
        concurrency: 4,
      });
      expect(names.pulled).toBe(0);
      m.expect(outcome$, '^ 5ms !').toBeObservable('');
      m.flush();
      expect(names.pulled).toBe(2);
    }),
  );

  it(
    'gives the next input when a slot is free',
    marbles((m) => {
      const names = new Names();
      const outcome$ = queryEach.from(bySeconds(), names, 'A', { concurrency: 2 });
      const pulled$ = outcome$.pipe(map(() => String(names.pulled)));
      m.expect(pulled$, '^ 5ms !').toBeObservable('-a b-c', { a: '2', b: '3', c: '4' });
    }),
  );

  it('is returned when it is not wanted to its end, and not when it was', () => {
    const source = new ScriptedSource(() => of(0));
    const endless = new Names();
    queryEach.from(source, endless, 'A').pipe(take(2)).subscribe();
    expect(endless).toMatchObject({ pulled: 2, returned: 1 });
    const short = new Names(3);
    queryEach.from(source, short, 'A').subscribe();
    expect(short).toMatchObject({ pulled: 3, returned: 0 });
  });

  it('that throws ends the batch with its error, and is not returned', () => {
    const error = new Error('unreadable');
    const heard: unknown[] = [];
    let returned = 0;
    const source = bySeconds();
    let pulled = 0;
    const broken: Iterable<string> = {
      [Symbol.iterator]: () => ({
        next: () => {
          pulled += 1;
          if (pulled > 1) throw error;
          return { done: false, value: '50' };
        },
        return: () => {
          returned += 1;
          return { done: true, value: undefined };
        },
      }),
    };
    queryEach.from(source, broken, 'A').subscribe({ error: (one: unknown) => heard.push(one) });
    expect(heard).toStrictEqual([error]);
    expect(returned).toBe(0);
    expect(source.live).toBe(0);
  });

  it('whose iterator cannot be had ends the batch with that error', () => {
    const error = new Error('gone');
    const heard: unknown[] = [];
    const broken: Iterable<string> = {
      [Symbol.iterator]: () => {
        throw error;
      },
    };
    queryEach.from(bySeconds(), broken, 'A').subscribe({ error: (one: unknown) => heard.push(one) });
    expect(heard).toStrictEqual([error]);
  });

  it('is gone through anew for each subscription', () => {
    const source = new ScriptedSource(() => of(0));
    const outcome$ = queryEach.from(source, ['a', 'b'], 'A');
    outcome$.subscribe();
    outcome$.subscribe();
    expect(source.asked).toStrictEqual(['a A', 'b A', 'a A', 'b A']);
  });
});

describe('an async iterable', () => {
  /** Names that come in turns of the event loop; tells what was done with them. */
  function makeNames(limit: number, failure?: Error) {
    const log = { pulled: 0, returned: 0 };
    async function* names() {
      try {
        while (log.pulled < limit) {
          await new Promise((resolve) => setImmediate(resolve));
          log.pulled += 1;
          yield String(log.pulled);
        }
        if (failure !== undefined) throw failure;
      } finally {
        log.returned += 1;
      }
    }
    return { log, names: names() };
  }

  it('gives all its inputs', async () => {
    const { names } = makeNames(5);
    const source = new ScriptedSource(() => of(0));
    const seen: string[] = [];
    await queryEach
      .from(source, names, 'A', { concurrency: 2 })
      .pipe(map(({ input }) => input))
      .forEach((input) => {
        seen.push(input);
      });
    expect(seen).toStrictEqual(['1', '2', '3', '4', '5']);
    expect(source.most).toBe(1);
  });

  it('is asked for one input at a time, though slots become free meanwhile', async () => {
    let asking = 0;
    let most = 0;
    let made = 0;
    const next = async (): Promise<IteratorResult<string>> => {
      asking += 1;
      most = Math.max(most, asking);
      made += 1;
      const result = made > 9 ? ({ done: true, value: undefined } as const) : { value: String(made) };
      await new Promise((resolve) => setTimeout(resolve, made % 3 === 0 ? 6 : 0));
      asking -= 1;
      return result;
    };
    const names: AsyncIterable<string> = { [Symbol.asyncIterator]: () => ({ next }) };
    const seen: string[] = [];
    await queryEach
      .from(new ScriptedSource(() => timer(2)), names, 'A', { concurrency: 4 })
      .forEach(({ input }) => {
        seen.push(input);
      });
    expect(seen).toStrictEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(most).toBe(1);
  });

  it('is pulled once for each free slot', async () => {
    const { log, names } = makeNames(100);
    const source = new ScriptedSource(() => NEVER);
    const subscription = queryEach.from(source, names, 'A', { concurrency: 3 }).subscribe();
    await settle();
    await settle();
    expect(source.asked.length).toBe(3);
    expect(log.pulled).toBe(3);
    subscription.unsubscribe();
    await settle();
    expect(log.returned).toBe(1);
  });

  it('that fails ends the batch with its error', async () => {
    const error = new Error('unreadable');
    const { names } = makeNames(2, error);
    const outcome$ = queryEach.from(new ScriptedSource(() => of(0)), names, 'A');
    await expect(lastValueFrom(outcome$)).rejects.toBe(error);
  });

  it('asks for nothing more once unsubscribed, though an input was on its way', async () => {
    const { log, names } = makeNames(100);
    const source = new ScriptedSource(() => NEVER);
    queryEach.from(source, names, 'A').subscribe().unsubscribe();
    await settle();
    expect(source.asked).toStrictEqual([]);
    expect(log.pulled).toBeLessThan(2);
  });

  it('of a hundred thousand inputs known at once takes no long', async () => {
    const source = new ScriptedSource(() => of(0));
    let made = 0;
    const next = (): Promise<IteratorResult<string>> => {
      made += 1;
      return Promise.resolve(made > 100_000 ? { done: true, value: undefined } : { value: String(made) });
    };
    const names: AsyncIterable<string> = { [Symbol.asyncIterator]: () => ({ next }) };
    let seen = 0;
    await queryEach.from(source, names, 'A').forEach(() => {
      seen += 1;
    });
    expect(seen).toBe(100_000);
  });
});
