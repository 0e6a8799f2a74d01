import { describe, expect, it } from 'vitest';
import { createPaint } from '../../src/cli/formats.js';
import { agreementJson, agreementText, changeJson, changeText } from '../../src/cli/watch-formats.js';
import { type Agreement, DnsError, type Outcome, type RecordSetChange } from '../../src/index.js';

const asked = { name: 'a.example', type: 'A' } as const;
const now = new Date(2029, 0, 2, 3, 4, 5);
const plain = createPaint(true);
const [one, two] = ['192.0.2.1', '192.0.2.2'].map(
  (address) => ({ name: 'a.example', type: 'A', class: 'IN', ttl: 60, address }) as const,
);

function change(particular: Partial<RecordSetChange<'A'>>): RecordSetChange<'A'> {
  const none = { current: [], added: [], removed: [], ttl: undefined, stale: false, error: undefined };
  return { status: 'NOERROR', ...none, ...particular };
}

const records = (...each: readonly (typeof one)[]) => each.flatMap((record) => record ?? []);
const moved = change({ current: records(two), added: records(two), removed: records(one), ttl: 60 });
const failed = change({
  current: records(two),
  ttl: 60,
  stale: true,
  error: new DnsError('ESERVFAIL', 'A a.example: \u001b[2J'),
});

describe('a change', () => {
  it('is a line with its state, and one for each record that came or went', () => {
    expect(changeText(asked, moved, now, plain)).toBe(
      '03:04:05  a.example A  NOERROR  TTL 60 s\n  - 192.0.2.1\n  + 192.0.2.2\n',
    );
    expect(changeText(asked, change({ status: 'NXDOMAIN', removed: records(one) }), now, plain)).toBe(
      '03:04:05  a.example A  NXDOMAIN\n  - 192.0.2.1\n',
    );
  });

  it('that is stale says why, without what a terminal would take for commands', () => {
    expect(changeText(asked, failed, now, plain)).toBe(
      '03:04:05  a.example A  NOERROR  TTL 60 s  stale, ESERVFAIL: A a.example: \\u{1b}[2J\n',
    );
  });

  it('has colours on a terminal', () => {
    const text = changeText(asked, moved, now, createPaint(false));
    expect(text).toContain('\u001b[31m  - 192.0.2.1\u001b[0m\n\u001b[32m  + 192.0.2.2\u001b[0m\n');
  });

  it('is an object on one line', () => {
    expect(JSON.parse(changeJson(asked, moved, now))).toStrictEqual({
      time: now.toISOString(),
      ...{ name: 'a.example', type: 'A', status: 'NOERROR', ttl: 60, stale: false },
      ...{ current: [two], added: [two], removed: [one] },
    });
    const line = changeJson(asked, failed, now);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toMatchObject({
      stale: true,
      error: { code: 'ESERVFAIL', message: 'A a.example: \u001b[2J' },
    });
  });
});

describe('an agreement', () => {
  const outcome = (status: string, found: Outcome<'A'>['records']): Outcome<'A'> => ({
    ...{ name: 'a.example', type: 'A', status, records: found, ttl: 60, elapsed: 1 },
    ...{ server: undefined, attempts: [], error: undefined },
  });
  const agreement: Agreement<'A'> = {
    agreed: false,
    agreeing: 1,
    quorum: 4,
    servers: [
      { server: '192.0.2.1', agrees: true, outcome: outcome('NOERROR', records(one)) },
      { server: '192.0.2.2', agrees: false, outcome: outcome('NOERROR', records(two)) },
      { server: '192.0.2.3', agrees: false, outcome: outcome('TIMEOUT', []) },
      { server: '192.0.2.4', agrees: false, outcome: undefined },
    ],
  };

  it('is a line with what each server says', () => {
    const states = '192.0.2.1 yes, 192.0.2.2 other records, 192.0.2.3 TIMEOUT, 192.0.2.4 no answer yet';
    expect(agreementText(agreement, 65)).toBe(`1:05  1 of 4  (${states})\n`);
    const agreed = { ...agreement, agreed: true, quorum: 1 };
    expect(agreementText(agreed, 1.5)).toBe(`1.50 s  agreed: 1 of 4, 1 needed  (${states})\n`);
  });

  it('is an object on one line', () => {
    expect(JSON.parse(agreementJson(agreement, 1.26))).toStrictEqual({
      ...{ elapsed: 1.3, agreed: false, agreeing: 1, quorum: 4 },
      servers: [
        { server: '192.0.2.1', agrees: true, status: 'NOERROR', records: [one] },
        { server: '192.0.2.2', agrees: false, status: 'NOERROR', records: [two] },
        { server: '192.0.2.3', agrees: false, status: 'TIMEOUT', records: [] },
        { server: '192.0.2.4', agrees: false },
      ],
    });
  });
});
