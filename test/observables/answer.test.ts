import { describe, expect, it } from 'vitest';
import { DnsError, type DnsErrorCode } from '../../src/errors.js';
import { answerError, readAnswer } from '../../src/observables/answer.js';
import type { DnsResponse } from '../../src/observables/exchange.js';
import type { Rcode } from '../../src/records/codes.js';
import type { RecordType, ResourceRecord } from '../../src/records/record-map.js';
import { exampleAddress, exampleAlias, exampleResponse } from './example.js';

const question = { name: 'a.example', type: 'A', class: 'IN' } as const;
const read = (answers: readonly ResourceRecord[], particular: Partial<DnsResponse> = {}) =>
  readAnswer('A', question, exampleResponse({ answers, ...particular }));
const noData = { status: 'NODATA', records: [], ttl: undefined };

function soa(ttl: number, minimum: number): ResourceRecord {
  const timers = { serial: 1, refresh: 2, retry: 3, expire: 4, minimum };
  return {
    name: 'example',
    type: 'SOA',
    class: 'IN',
    ttl,
    mname: 'ns.example',
    rname: 'r.example',
    ...timers,
  };
}

/** The aliases n1 -> n2 -> ... behind the question, and an address at the end. */
function chain(links: number): readonly ResourceRecord[] {
  const owner = (n: number) => (n === 0 ? 'a.example' : `n${n}.example`);
  const aliases = Array.from({ length: links }, (_, n) => exampleAlias(owner(n), owner(n + 1)));
  return [...aliases, exampleAddress(owner(links), 7)];
}

describe('the chain', () => {
  it('is the question itself where it owns the records', () => {
    const records = [exampleAddress('a.example', 1), exampleAddress('a.example', 2)];
    expect(read(records)).toStrictEqual({ status: 'NOERROR', records, ttl: 300 });
  });

  it.each([
    ['forwards', [0, 1, 2]],
    ['backwards', [2, 1, 0]],
    ['mixed', [1, 2, 0]],
  ])('is followed in any order: %s', (_what, order) => {
    const records = chain(2);
    const shuffled = order.flatMap((n) => records[n] ?? []);
    expect(read(shuffled)).toStrictEqual({ status: 'NOERROR', records: [records[2]], ttl: 300 });
  });

  it('has 16 links at most', () => {
    expect(read(chain(16)).records).toStrictEqual([exampleAddress('n16.example', 7)]);
    expect(read(chain(17))).toStrictEqual(noData);
  });

  it.each<[string, readonly ResourceRecord[]]>([
    ['to itself', [exampleAlias('a.example', 'a.example')]],
    ['of two', [exampleAlias('a.example', 'b.example'), exampleAlias('b.example', 'a.example')]],
    ['behind a link', [exampleAlias('a.example', 'b.example'), exampleAlias('b.example', 'b.example')]],
  ])('that is a loop %s is NODATA', (_what, records) => {
    expect(read(records)).toStrictEqual(noData);
  });

  it('that ends without the type is NODATA', () => {
    expect(read([exampleAlias('a.example', 'b.example')])).toStrictEqual(noData);
  });

  it('compares owners without letter case', () => {
    const records = [exampleAlias('A.Example', 'B.EXAMPLE'), exampleAddress('b.example', 7)];
    expect(read(records).records).toStrictEqual([exampleAddress('b.example', 7)]);
  });

  it('ignores records of other owners, other types, and other sections', () => {
    const own = exampleAddress('a.example', 1);
    const txt = { ...own, type: 'AAAA', address: '2001:db8::1' } as const;
    expect(read([exampleAddress('b.example', 2), txt, own]).records).toStrictEqual([own]);
    expect(read([exampleAddress('b.example', 2)])).toStrictEqual(noData);
    expect(read([], { authorities: [own], additionals: [own] })).toStrictEqual(noData);
  });

  it('ignores records, and links, of another class', () => {
    const alias = exampleAlias('a.example', 'b.example');
    expect(read([{ ...exampleAddress('a.example', 1), class: 'CH' }])).toStrictEqual(noData);
    expect(read([{ ...alias, class: 'CH' }, exampleAddress('b.example', 1)])).toStrictEqual(noData);
  });

  it('is walked in the class of the question', () => {
    const record = { ...exampleAddress('a.example', 1), class: 'CH' } as const;
    const answer = readAnswer('A', { ...question, class: 'CH' }, exampleResponse({ answers: [record] }));
    expect(answer.records).toStrictEqual([record]);
  });
});

describe('questions for CNAME and ANY', () => {
  const alias = exampleAlias('a.example', 'b.example', 60);
  const answers = [alias, exampleAddress('b.example', 1, 30)];

  it('CNAME is answered with the alias itself', () => {
    const answer = readAnswer('CNAME', { ...question, type: 'CNAME' }, exampleResponse({ answers }));
    expect(answer).toStrictEqual({ status: 'NOERROR', records: [alias], ttl: 60 });
  });

  it('ANY is answered with what the name owns, each RRset with its own TTL', () => {
    const any = [exampleAddress('a.example', 1, 60), { ...soa(30, 5), name: 'a.example' }];
    const response = exampleResponse({ answers: [...any, exampleAddress('b.example', 2)] });
    const answer = readAnswer('ANY', { ...question, type: 'ANY' }, response);
    expect(answer).toStrictEqual({ status: 'NOERROR', records: any, ttl: 30 });
  });

  it('ANY does not follow an alias', () => {
    const answer = readAnswer('ANY', { ...question, type: 'ANY' }, exampleResponse({ answers }));
    expect(answer.records).toStrictEqual([alias]);
  });
});

describe('TTLs', () => {
  it('of one RRset are the lowest of them', () => {
    const answer = read([exampleAddress('a.example', 1, 60), exampleAddress('a.example', 2, 5)]);
    expect(answer.ttl).toBe(5);
    expect(answer.records.map(({ ttl }) => ttl)).toStrictEqual([5, 5]);
  });

  it.each([
    [10, 60, 10],
    [60, 10, 10],
  ])('of a link of %i s and an address of %i s are %i s', (linkTtl, addressTtl, least) => {
    const records = [
      exampleAlias('a.example', 'b.example', linkTtl),
      exampleAddress('b.example', 1, addressTtl),
    ];
    const answer = read(records);
    expect(answer.ttl).toBe(least);
    expect(answer.records).toStrictEqual([exampleAddress('b.example', 1, least)]);
  });
});

describe('no', () => {
  it.each<[Rcode, string, readonly ResourceRecord[], number | undefined]>([
    ['NOERROR', 'NODATA', [soa(600, 60)], 60],
    ['NOERROR', 'NODATA', [soa(60, 600)], 60],
    ['NOERROR', 'NODATA', [], undefined],
    ['NXDOMAIN', 'NXDOMAIN', [soa(600, 60)], 60],
    ['NXDOMAIN', 'NXDOMAIN', [exampleAddress('a.example', 1), soa(30, 60)], 30],
    ['NXDOMAIN', 'NXDOMAIN', [], undefined],
    ['SERVFAIL', 'SERVFAIL', [soa(600, 60)], undefined],
    ['YXDOMAIN', 'YXDOMAIN', [], undefined],
    ['RCODE3841', 'RCODE3841', [], undefined],
  ])('%s is %s, with authority %j for %s s', (rcode, status, authorities, ttl) => {
    expect(read([], { rcode, authorities })).toStrictEqual({ status, records: [], ttl });
  });

  it('is no, whatever the answer section says', () => {
    expect(read([exampleAddress('a.example', 1)], { rcode: 'NXDOMAIN' })).toStrictEqual({
      status: 'NXDOMAIN',
      records: [],
      ttl: undefined,
    });
  });

  it.each<[string, DnsErrorCode]>([
    ['NODATA', 'ENODATA'],
    ['FORMERR', 'EFORMERR'],
    ['SERVFAIL', 'ESERVFAIL'],
    ['NXDOMAIN', 'ENOTFOUND'],
    ['NOTIMP', 'ENOTIMP'],
    ['REFUSED', 'EREFUSED'],
    ['YXDOMAIN', 'ESERVFAIL'],
    ['BADVERS', 'ESERVFAIL'],
  ])('%s is the error %s', (status, code) => {
    const attempts = [{ server: '192.0.2.1', transport: 'udp', elapsed: 4, outcome: status }] as const;
    const response = exampleResponse({ elapsed: 4, attempts });
    const error = answerError(question, { status, records: [], ttl: 60 }, response);
    expect(error).toBeInstanceOf(DnsError);
    expect(error.code).toBe(code);
    expect(error.response).toBe(response);
    expect(error.message).toContain('A a.example: ');
    const { negativeTtl, elapsed } = error;
    expect({ question: error.question, attempts: error.attempts, negativeTtl, elapsed }).toStrictEqual({
      question,
      attempts,
      negativeTtl: 60,
      elapsed: 4,
    });
  });
});

it('reads a type it does not decode', () => {
  const type: RecordType = 'TYPE65280';
  const record = { name: 'a.example', type, class: 'IN', ttl: 1, data: Uint8Array.of(1, 2) } as const;
  const answer = readAnswer(type, { ...question, type }, exampleResponse({ answers: [record] }));
  expect(answer).toStrictEqual({ status: 'NOERROR', records: [record], ttl: 1 });
});
