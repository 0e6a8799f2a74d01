import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Collector, type NumberedInquiry } from '../../src/cli/collector.js';
import { Tally } from '../../src/cli/tally.js';
import type { Parcel, WorkerPlan } from '../../src/cli/worker-messages.js';
import type { QueryOutcome, RecordType } from '../../src/index.js';

const attempts = [{ server: '192.0.2.1', transport: 'udp', elapsed: 4, outcome: 'NOERROR' }] as const;

function inquiry(first: number, ...type: readonly RecordType[]): NumberedInquiry {
  return { kind: 'inquiry', text: `n${first}`, index: first, name: `n${first}`, type, first };
}

function outcome(
  input: NumberedInquiry,
  type: RecordType,
  status = 'NXDOMAIN',
): QueryOutcome<RecordType, NumberedInquiry> {
  const { name, index } = input;
  const rest = { records: [], ttl: 60, elapsed: 4, server: '192.0.2.1', attempts, error: undefined };
  return { input, index, name, type, status, ...rest };
}

function collect(plan: Partial<WorkerPlan> = {}): { collector: Collector; parcels: Parcel[] } {
  const parcels: Parcel[] = [];
  const whole: WorkerPlan = { options: {}, concurrency: 8, paced: false, format: { kind: 'json' }, ...plan };
  return { collector: new Collector(whole, (parcel) => parcels.push(parcel)), parcels };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('Collector', () => {
  it('sends a parcel when no other outcome is to come, at once', () => {
    const { collector, parcels } = collect();
    const input = inquiry(7, 'A', 'MX');
    collector.expect(input);
    collector.take(outcome(input, 'MX'));
    expect(parcels).toStrictEqual([]);
    collector.take(outcome(input, 'A'));
    expect(parcels.map(({ settled }) => settled)).toStrictEqual([[8, 7]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('sends a parcel when it is full: with a quarter of what may be out', () => {
    const { collector, parcels } = collect();
    const inputs = [0, 1, 2, 3, 4].map((first) => inquiry(first, 'A'));
    for (const input of inputs) collector.expect(input);
    for (const input of inputs.slice(0, 4)) collector.take(outcome(input, 'A'));
    expect(parcels.map(({ settled }) => settled)).toStrictEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('lets no outcome wait longer than 2 ms', () => {
    const { collector, parcels } = collect();
    const input = inquiry(0, 'A', 'MX', 'TXT');
    collector.expect(input);
    collector.take(outcome(input, 'A'));
    vi.advanceTimersByTime(1);
    expect(parcels).toStrictEqual([]);
    vi.advanceTimersByTime(1);
    expect(parcels.map(({ settled }) => settled)).toStrictEqual([[0]]);
    collector.take(outcome(input, 'MX'));
    vi.advanceTimersByTime(2);
    expect(parcels.map(({ settled }) => settled)).toStrictEqual([[0], [1]]);
  });

  it('prints only the statuses asked for, and counts all of them, each in one parcel', () => {
    const { collector, parcels } = collect({ statuses: new Set(['NOERROR']) });
    const inputs = [inquiry(0, 'A'), inquiry(1, 'A'), inquiry(2, 'A')];
    for (const input of inputs) collector.expect(input);
    for (const [at, input] of inputs.entries())
      collector.take(outcome(input, 'A', at === 0 ? 'NOERROR' : 'REFUSED'));
    expect(parcels.map(({ text }) => text.split('\n').length - 1)).toStrictEqual([1, 0]);
    const tally = new Tally();
    for (const { counts } of parcels) tally.add(counts);
    expect(tally).toMatchObject({ out: 3, definite: 1 });
    expect(tally.statuses).toStrictEqual(
      new Map([
        ['NOERROR', 1],
        ['REFUSED', 2],
      ]),
    );
  });
});

describe('Tally', () => {
  it('comes to the same whether outcomes are counted here or elsewhere', () => {
    const here = new Tally();
    const elsewhere = [new Tally(), new Tally()];
    for (let n = 0; n < 100; n += 1) {
      const server = `192.0.2.${n % 3}`;
      const answer = { server, transport: 'udp', elapsed: n, outcome: 'NOERROR' } as const;
      const silence = { server, transport: 'udp', elapsed: n, outcome: 'ETIMEOUT' } as const;
      const counted = { status: n % 5 === 0 ? 'TIMEOUT' : 'NOERROR', attempts: [silence, answer] };
      here.count(counted);
      elsewhere[n % 2]?.count(counted);
    }
    const sum = new Tally();
    for (const tally of elsewhere) sum.add(structuredClone(tally.counts()));
    const { out, definite, statuses, servers } = here.counts();
    expect({ out, definite }).toStrictEqual({ out: 100, definite: 80 });
    expect(new Map([...sum.counts().statuses].sort())).toStrictEqual(new Map([...statuses].sort()));
    expect(new Map([...sum.counts().servers].sort())).toStrictEqual(new Map([...servers].sort()));
    expect(sum.servers.get('192.0.2.1')?.latencies.percentile(0.5)).toBe(
      here.servers.get('192.0.2.1')?.latencies.percentile(0.5),
    );
    expect(servers.get('192.0.2.0')).toMatchObject({ sent: 68, answered: 34 });
  });
});
