import { describe, expect, it } from 'vitest';
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from '../../src/cli/checkpoint.js';
import { restoreTally } from '../../src/cli/journal.js';
import { Tally } from '../../src/cli/tally.js';

const checkpoint: Checkpoint = {
  plan: { 'the types': 'A,MX' },
  taken: 4,
  digest: 'ab12',
  open: [
    [1, ['A', 'MX']],
    [3, ['MX']],
  ],
  length: 1234,
  elapsed: 5000,
  counts: {
    out: 5,
    definite: 4,
    statuses: new Map([
      ['NOERROR', 4],
      ['SERVFAIL', 1],
    ]),
    servers: new Map([['192.0.2.1', { sent: 7, answered: 6, latencies: [[30, 6]] }]]),
  },
};

describe('a checkpoint', () => {
  it('is one line of text, and comes back from it', () => {
    const text = formatCheckpoint(checkpoint);
    expect(text.indexOf('\n')).toBe(text.length - 1);
    expect(parseCheckpoint(text)).toStrictEqual(checkpoint);
  });

  it.each([
    '',
    'null',
    '[]',
    '{"version":1}',
    formatCheckpoint(checkpoint).replace('"version":1', '"version":2'),
    formatCheckpoint(checkpoint).slice(0, -10),
    formatCheckpoint(checkpoint).replace('"length":1234', '"length":"1234"'),
  ])('is not %s', (text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
  });

  it('gives the counts of what is finished; what is open counts when it is asked', () => {
    const tally = new Tally();
    restoreTally(tally, checkpoint);
    expect([tally.inputs, tally.in, tally.out, tally.definite]).toStrictEqual([2, 5, 5, 4]);
    expect(tally.elapsed).toBeGreaterThanOrEqual(5000);
    expect(tally.servers.get('192.0.2.1')).toMatchObject({ sent: 7, answered: 6 });
    tally.ask(2);
    tally.ask(1);
    expect([tally.inputs, tally.in]).toStrictEqual([4, 8]);
    tally.withdraw(2, true);
    expect([tally.inputs, tally.in]).toStrictEqual([3, 6]);
  });
});
