import fc from 'fast-check';
import { TestScheduler } from 'rxjs/testing';
import { expect, it } from 'vitest';
import { DiagramWriter, drawSubscription, type Mark } from '../../src/testing/frame-diagram.js';

it.each<[string, readonly [number, Mark['kind'], string?][], string | undefined]>([
  ['nothing', [], ''],
  ['a value', [[0, 'N', '1']], 'a'],
  [
    'values that are equal',
    [
      [0, 'N', '1'],
      [2, 'N', '2'],
      [4, 'N', '1'],
    ],
    'a-b-a',
  ],
  ['an error', [[3, 'E']], '---#'],
  ['the end', [[5, 'C']], '-----|'],
  ['a long time', [[6, 'C']], '6ms |'],
  [
    'a long time between',
    [
      [0, 'N', '1'],
      [60_000, 'C'],
    ],
    'a 59999ms |',
  ],
  [
    'a group',
    [
      [1, 'N', '1'],
      [1, 'C'],
    ],
    '-(a|)',
  ],
  [
    'what comes right behind a group',
    [
      [0, 'N', '1'],
      [0, 'N', '2'],
      [4, 'C'],
    ],
    '(ab)|',
  ],
  [
    'what comes where the group still is',
    [
      [0, 'N', '1'],
      [0, 'N', '2'],
      [3, 'C'],
    ],
    undefined,
  ],
])('draws %s', (_what, marks, diagram) => {
  const drawn = new DiagramWriter().draw(marks.map(([frame, kind, text = '']) => ({ frame, kind, text })));
  expect(drawn).toBe(diagram);
});

it.each([
  [0, Number.POSITIVE_INFINITY, '^'],
  [2, 5, '--^--!'],
  [0, 1, '^!'],
  [0, 20, '^ 19ms !'],
  [20, 20, '20ms (^!)'],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, ''],
])('draws a subscription from frame %d to %d', (from, to, diagram) => {
  expect(drawSubscription(from, to)).toBe(diagram);
});

it('draws what reads as the same frames', () => {
  const gap = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 100_000 }));
  const mark = fc.record({
    gap,
    kind: fc.constantFrom('N' as const, 'C' as const),
    text: fc.constantFrom('1', '2'),
  });
  fc.assert(
    fc.property(fc.array(mark), (entries) => {
      let frame = 0;
      const marks = entries.map(({ gap: frames, ...rest }) => {
        frame += frames;
        return { ...rest, frame };
      });
      const diagram = new DiagramWriter().draw(marks);
      if (diagram === undefined) return;
      const read = new TestScheduler(() => true).run(() =>
        TestScheduler.parseMarbles(diagram, undefined, undefined, false, true),
      );
      expect(read.map(({ frame: at, notification: { kind } }) => `${at} ${kind}`)).toStrictEqual(
        marks.map(({ frame: at, kind }) => `${at} ${kind}`),
      );
    }),
  );
});
