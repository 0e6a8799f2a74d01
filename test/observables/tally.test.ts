import { describe, expect, it } from 'vitest';
import { unpaced } from '../../src/observables/pacing-state.js';
import { type PacedOutcome, Tally } from '../../src/observables/tally.js';

const { usual } = unpaced(0);

function tallied() {
  const tally = new Tally();
  const note = (outcome: PacedOutcome, sentAt: number, now: number) =>
    tally.note(outcome, sentAt, now, usual);
  const counts = (now: number) => {
    tally.advance(now);
    return [tally.answered, tally.failed, tally.refused];
  };
  return { tally, note, counts };
}

describe('without silence', () => {
  it('each outcome counts at once', () => {
    const { tally, note, counts } = tallied();
    note('answered', 1000, 1005);
    note('failed', 1000, 1005);
    note('refused', 1000, 1005);
    expect(counts(1005)).toStrictEqual([1, 1, 1]);
    expect(tally.horizon(1005)).toBe(1005);
  });

  it('failures in a row raise a doubt, answers lay it', () => {
    const { tally, note } = tallied();
    for (let n = 0; n < 5; n += 1) note('refused', 1000, 1005);
    expect(tally.doubt.refused).toBeGreaterThan(18);
    expect(tally.doubt.failed).toBe(0);
    for (let n = 0; n < 70; n += 1) note('answered', 1000, 1005);
    expect(tally.doubt.refused).toBe(0);
  });
});

describe('where there is silence', () => {
  it('answers count when it would have shown, and silence raises no doubt', () => {
    const { tally, note, counts } = tallied();
    note('silent', 1000, 1100);
    note('answered', 1100, 1105);
    note('answered', 1150, 1155);
    expect(counts(1199)).toStrictEqual([0, 1, 0]);
    expect(counts(1225)).toStrictEqual([1, 1, 0]);
    expect(counts(1275)).toStrictEqual([2, 1, 0]);
    expect([tally.horizon(1275), tally.doubt.failed]).toStrictEqual([1175, 0]);
  });

  it('what was asked before a decrease is dropped', () => {
    const { tally, note, counts } = tallied();
    note('silent', 1000, 1100);
    note('answered', 1100, 1105);
    tally.clear(false, 1110);
    note('answered', 1150, 1155);
    expect(counts(1300)).toStrictEqual([1, 0, 0]);
  });

  it('what was asked while this machine was late is left out', () => {
    const { tally, note, counts } = tallied();
    note('silent', 1000, 1100);
    note('answered', 1101, 1105);
    note('answered', 1124, 1128);
    note('answered', 1125, 1130);
    tally.forget(1110);
    tally.forget(1400);
    expect([...counts(1300), tally.forgotten]).toStrictEqual([1, 1, 0, 25]);
  });

  it('a second without any ends that', () => {
    const { tally, note, counts } = tallied();
    note('silent', 1000, 1100);
    for (let n = 0; n < 25; n += 1) tally.clear(false);
    note('answered', 4000, 4005);
    expect(counts(4005)).toStrictEqual([1, 0, 0]);
    expect(tally.horizon(4005)).toBe(4005);
  });

  it('one that shows after seconds holds nothing back', () => {
    const { tally, note, counts } = tallied();
    note('silent', 1000, 3000);
    note('answered', 3000, 3005);
    expect(counts(3005)).toStrictEqual([1, 1, 0]);
    expect(tally.horizon(3005)).toBe(3005);
  });
});
