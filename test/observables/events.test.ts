import { expect, it } from 'vitest';
import { EventSource } from '../../src/observables/events.js';

const question = { name: 'a.example', type: 'A', class: 'IN' } as const;

it('is hot, for any number of listeners, and nothing is made without them', () => {
  const source = new EventSource();
  let made = 0;
  const emit = () =>
    source.emit(() => {
      made += 1;
      return { type: 'cache-hit', question };
    });
  emit();
  expect(made).toBe(0);
  const heard: string[] = [];
  const first = source.events$.subscribe(() => heard.push('first'));
  const second = source.events$.subscribe(() => heard.push('second'));
  emit();
  expect([made, ...heard]).toStrictEqual([1, 'first', 'second']);
  first.unsubscribe();
  emit();
  second.unsubscribe();
  emit();
  expect([made, ...heard]).toStrictEqual([2, 'first', 'second', 'second']);
});

it('lets a listener stop another, and itself, from inside next', () => {
  const source = new EventSource();
  const heard: string[] = [];
  const first = source.events$.subscribe(() => {
    heard.push('first');
    first.unsubscribe();
    second.unsubscribe();
  });
  const second = source.events$.subscribe(() => heard.push('second'));
  source.emit(() => ({ type: 'cache-hit', question }));
  source.emit(() => ({ type: 'cache-hit', question }));
  expect(heard).toStrictEqual(['first']);
});
