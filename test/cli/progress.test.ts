import { describe, expect, it } from 'vitest';
import { Latencies } from '../../src/cli/latencies.js';
import { Gauge, progressObject, progressText, type Snapshot } from '../../src/cli/progress.js';
import { Tally } from '../../src/cli/tally.js';
import { formatCount, formatDuration, formatMilliseconds, formatShare } from '../../src/cli/wording.js';

const snapshot: Snapshot = {
  done: 12_345,
  inFlight: 256,
  total: 121_570,
  exact: false,
  rate: 9876.4,
  statuses: new Map([
    ['NXDOMAIN', 245],
    ['NOERROR', 12_100],
  ]),
};

const { total, ...endless } = snapshot;

describe('progressText', () => {
  it.each<[string, Snapshot, number, string]>([
    [
      'an estimate',
      snapshot,
      200,
      '12,345 of ~121,570 (10 %)  9,876/s  11.1 s left  256 in flight  NOERROR 98.0 %  NXDOMAIN 2.0 %',
    ],
    ['an exact total', { ...snapshot, exact: true }, 34, '12,345 of 121,570 (10 %)  9,876/s'],
    ['no total', endless, 200, '12,345 done  9,876/s  256 in flight  NOERROR 98.0 %  NXDOMAIN 2.0 %'],
    ['a standstill', { ...snapshot, rate: 0 }, 60, '12,345 of ~121,570 (10 %)  0/s  256 in flight'],
    [
      'the beginning',
      { ...endless, done: 0, inFlight: 0, rate: 0, statuses: new Map() },
      200,
      '0 done  0/s  0 in flight',
    ],
    ['little room', snapshot, 10, '12,345 of '],
    ['no room', snapshot, 0, ''],
  ])('words %s', (_, given, width, text) => {
    expect(progressText(given, width)).toBe(text);
  });
});

describe('progressObject', () => {
  it('has the total and the time left only where they are known', () => {
    expect(progressObject(snapshot)).toStrictEqual({
      done: 12_345,
      total,
      rate: 9876,
      inFlight: 256,
      eta: 11,
      statuses: { NXDOMAIN: 245, NOERROR: 12_100 },
    });
    expect(progressObject({ ...endless, statuses: new Map() })).toStrictEqual({
      done: 12_345,
      rate: 9876,
      inFlight: 256,
      statuses: {},
    });
  });
});

describe('Gauge', () => {
  it('estimates the total from the portion that was read', () => {
    const tally = new Tally();
    let portion: number | undefined = 0.25;
    const gauge = new Gauge(tally, () => portion);
    for (let n = 0; n < 50; n += 1) tally.ask(2);
    expect(gauge.read()).toMatchObject({ done: 0, inFlight: 100, total: 400, exact: false });
    portion = 1;
    expect(gauge.read()).toMatchObject({ total: 100, exact: true });
    portion = undefined;
    expect(gauge.read()).not.toHaveProperty('total');
  });
});

describe('Latencies', () => {
  it('knows percentiles to within 5 %', () => {
    const latencies = new Latencies();
    expect(latencies.percentile(0.5)).toBeUndefined();
    for (let ms = 1; ms <= 1000; ms += 1) latencies.add(ms);
    for (const share of [0.01, 0.5, 0.9, 0.99, 1]) {
      const ratio = (latencies.percentile(share) ?? 0) / (1000 * share);
      expect(ratio).toBeGreaterThan(0.94);
      expect(ratio).toBeLessThan(1.06);
    }
  });

  it('takes any duration', () => {
    const latencies = new Latencies();
    for (const ms of [0, -1, 1e12]) latencies.add(ms);
    expect(latencies.percentile(0.5)).toBe(0.05);
    expect(latencies.percentile(1)).toBeGreaterThan(1e6);
  });
});

describe('wording', () => {
  it.each<[number, string]>([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1_234_567, '1,234,567'],
  ])('counts %d', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it.each<[number, string]>([
    [0.123, '0.12 s'],
    [9.99, '9.99 s'],
    [59.94, '59.9 s'],
    [59.96, '1:00'],
    [65, '1:05'],
    [3599.7, '1:00:00'],
    [7384, '2:03:04'],
  ])('words %d seconds', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it.each<[number, string]>([
    [0.05, '0.05 ms'],
    [0.4213, '0.42 ms'],
    [9.96, '10 ms'],
    [12.3, '12 ms'],
    [1234.5, '1235 ms'],
  ])('words %d milliseconds', (milliseconds, text) => {
    expect(formatMilliseconds(milliseconds)).toBe(text);
  });

  it.each<[number, number, string]>([
    [0, 10, '0 %'],
    [0, 0, '0 %'],
    [10, 10, '100 %'],
    [1, 3, '33.3 %'],
    [1, 100_000, '<0.1 %'],
    [99_999, 100_000, '>99.9 %'],
  ])('words %d of %d', (count, all, text) => {
    expect(formatShare(count, all)).toBe(text);
  });
});
