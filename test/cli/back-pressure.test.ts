import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Output } from '../../src/cli/output.js';

/** A reader that takes a write only when told to, and fails when told to. */
function createReader(): {
  readonly stream: Writable;
  readonly taken: string[];
  take(error?: Error): void;
} {
  const taken: string[] = [];
  let pending: ((error?: Error) => void) | undefined;
  const stream = new Writable({
    highWaterMark: 8,
    decodeStrings: false,
    write(text: string, _, done) {
      taken.push(text);
      pending = done;
    },
  });
  return {
    stream,
    taken,
    take(error) {
      const done = pending;
      pending = undefined;
      done?.(error);
    },
  };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Output', () => {
  it('joins what is written in one turn of the event loop', async () => {
    const { stream, taken } = createReader();
    const output = new Output(stream, { failed: () => undefined });
    output.write('a');
    output.write('');
    output.write('b');
    expect(taken).toStrictEqual([]);
    await nextTurn();
    expect(taken).toStrictEqual(['ab']);
  });

  it('writes at once when there is much', () => {
    const { stream, taken } = createReader();
    const output = new Output(stream, { failed: () => undefined });
    output.write('x'.repeat(40_000));
    expect(taken.map((text) => text.length)).toStrictEqual([40_000]);
  });

  it('is not ready while the reader is behind, and is again when it has caught up', async () => {
    const { stream, take } = createReader();
    const output = new Output(stream, { failed: () => undefined });
    expect(output.ready()).toBeUndefined();
    output.write('x'.repeat(100));
    await nextTurn();
    let ready = false;
    const waiting = output.ready()?.then(() => {
      ready = true;
    });
    await nextTurn();
    expect(ready).toBe(false);
    take();
    await waiting;
    expect(ready).toBe(true);
    expect(output.ready()).toBeUndefined();
  });

  it('lets nobody wait for a reader that is gone', async () => {
    const { stream, taken, take } = createReader();
    const failures: Error[] = [];
    const output = new Output(stream, { failed: (error) => failures.push(error) });
    output.write('x'.repeat(100));
    await nextTurn();
    const waiting = output.ready();
    expect(waiting).toBeInstanceOf(Promise);
    const gone = new Error('gone');
    take(gone);
    await waiting;
    expect(failures).toStrictEqual([gone]);
    output.write('more');
    await output.end();
    expect(output.ready()).toBeUndefined();
    expect(taken.length).toBe(1);
  });

  it('ends when everything is written', async () => {
    const { stream, taken, take } = createReader();
    const output = new Output(stream, { failed: () => undefined });
    output.write('last');
    let ended = false;
    const ending = output.end().then(() => {
      ended = true;
    });
    expect(taken).toStrictEqual(['last']);
    await nextTurn();
    expect(ended).toBe(false);
    take();
    await nextTurn();
    take();
    await ending;
    expect(ended).toBe(true);
  });

  it('makes writes wait for company as long as it is told, and wraps each', async () => {
    const { stream, taken } = createReader();
    const events: string[] = [];
    const output = new Output(stream, {
      delay: () => 20,
      around: (write) => {
        events.push('before');
        write();
        events.push('after');
      },
      failed: () => undefined,
    });
    output.write('a');
    await nextTurn();
    expect(taken).toStrictEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect([taken, events]).toStrictEqual([['a'], ['before', 'after']]);
  });
});
