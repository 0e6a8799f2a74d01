import { describe, expect, test } from 'vitest';
import { type DnsError, isDnsError } from '../../src/errors.js';
import type { RecordType, ResourceRecord } from '../../src/records/record-map.js';
import type { Resolver } from '../../src/resolver.js';
import { head } from './expect-record.js';
import { type ExpectedAnswer, expectedAnswers } from './expected.js';

/**
 * Resolver options by which every question reaches the server as it is spelled: to the cache, and to queries in
 * flight, `upper` and `UPPER` are one.
 */
export const everyQuestion = { cache: false, coalesce: false } as const;

/** What a server does in its own way when it answers for every-type.zone. */
export interface ServerWays {
  readonly resolver: () => Resolver;
  /** AA and RA in its answers. */
  readonly flags: { readonly aa: boolean; readonly ra: boolean };
  /** Seconds that a record may have spent in the server's cache by now: its TTL is that much lower. */
  readonly maxAge: number;
  /** Names of every-type.zone that this server does not have. @default none */
  readonly notServed?: readonly string[];
  /** Questions that this server answers otherwise; every one has to differ from what all others answer. */
  readonly exceptions: readonly Exception[];
}

/** A question that one server answers in its own way. */
export interface Exception extends ExpectedAnswer {
  readonly reason: string;
}

/** The tests that every server passes with every-type.zone. */
export function testSameAnswers(ways: ServerWays): void {
  describe('every record type', () => testEveryType(ways));
  describe('names', () => testNames(ways));
  describe('no records', () => testNegativeAnswers(ways));
  describe('aliases', () => testAliases(ways));
  describe('responses', () => testResponses(ways));
}

/** The error that a query ends with; a query that does not fail is an error here. */
export async function failOf(resolver: Resolver, name: string, type: RecordType): Promise<DnsError> {
  const outcome: unknown = await resolver.query(name, type).catch((error: unknown) => error);
  if (isDnsError(outcome)) return outcome;
  throw new Error(`${name} ${type} did not fail: ${JSON.stringify(outcome)}`);
}

/** `records`, where their TTLs are those of `expected` less 0 to `maxAge` seconds, with the TTLs of `expected`. */
export function makeYounger(
  records: readonly ResourceRecord[],
  expected: readonly ResourceRecord[],
  maxAge: number,
): readonly ResourceRecord[] {
  return records.map((record, index) => {
    const age = (expected[index]?.ttl ?? 0) - record.ttl;
    return age >= 0 && age <= maxAge ? { ...record, ttl: record.ttl + age } : record;
  });
}

function testEveryType({ resolver, maxAge, notServed = [], exceptions }: ServerWays): void {
  const answers = expectedAnswers
    .filter(({ name }) => !notServed.includes(name))
    .map((answer) => exceptions.find((exception) => isSameQuestion(exception, answer)) ?? answer);

  test.each(answers)('$name $type', async ({ name, type, records }) => {
    const received = await resolver().query(name, type);
    expect(makeYounger(received, records, maxAge)).toStrictEqual(records);
  });

  test.each(['UDP', 'TCP'])('all of them at once over %s', async (transport) => {
    const options = { useTcp: transport === 'TCP' };
    const received = await Promise.all(
      answers.map(({ name, type }) => resolver().query(name, type, options)),
    );
    const younger = received.map((records, index) =>
      makeYounger(records, answers[index]?.records ?? [], maxAge),
    );
    expect(younger).toStrictEqual(answers.map(({ records }) => records));
  });

  test('its exceptions are questions that others answer otherwise', () => {
    for (const exception of exceptions) {
      const usual = expectedAnswers.find((answer) => isSameQuestion(answer, exception));
      expect(usual, exception.reason).toBeDefined();
      expect(usual?.records, exception.reason).not.toStrictEqual(exception.records);
    }
  });
}

function isSameQuestion(left: ExpectedAnswer, right: ExpectedAnswer): boolean {
  return left.name === right.name && left.type === right.type;
}

function testNames({ resolver, maxAge }: ServerWays): void {
  const addresses = ['0.0.0.0', '192.0.2.1', '255.255.255.255'];
  const expected = addresses.map((address) => ({ ...head('a', 'A', 60), address }));

  test.each([
    ['with a trailing dot', 'a.types.example.'],
    ['with an escape for what needs none', '\\097.types.example'],
    ['with a backslash before a letter', '\\a.types.example'],
  ])('%s', async (_, name) => {
    expect(makeYounger(await resolver().query(name, 'A'), expected, maxAge)).toStrictEqual(expected);
  });

  test('in Unicode become A-labels', async () => {
    const records = [{ ...head('xn--bcher-kva', 'A'), address: '192.0.2.68' }];
    const received = await resolver().query('Bücher.types.example', 'A');
    expect(makeYounger(received, records, maxAge)).toStrictEqual(records);
  });
}

/** The SOA record of every-type.zone in a negative answer: its TTL is the minimum (RFC 2308 section 3). */
const negativeSoa: ResourceRecord = {
  ...head('@', 'SOA', 300),
  mname: 'ns.types.example',
  rname: 'host\\.master.types.example',
  serial: 2_026_112_301,
  refresh: 7200,
  retry: 900,
  expire: 1_209_600,
  minimum: 300,
};

function testNegativeAnswers({ resolver, maxAge, flags }: ServerWays): void {
  test.each([
    ['NXDOMAIN is ENOTFOUND', 'nothing-here.types.example', 'A', 'ENOTFOUND', 'NXDOMAIN'],
    ['NODATA is ENODATA', 'a.types.example', 'TXT', 'ENODATA', 'NOERROR'],
    ['an empty non-terminal is ENODATA', '_tcp.types.example', 'A', 'ENODATA', 'NOERROR'],
  ] as const)('%s, with the SOA record and the time to keep it', async (_, name, type, code, rcode) => {
    const error = await failOf(resolver(), name, type);
    expect([error.code, error.rcode]).toStrictEqual([code, rcode]);
    expect(error.question).toStrictEqual({ name, type, class: 'IN' });
    const authorities = error.response?.authorities ?? [];
    expect(makeYounger(authorities, [negativeSoa], maxAge)).toStrictEqual([negativeSoa]);
    expect(error.negativeTtl).toBe(authorities[0]?.ttl);
    expect(error.response?.flags).toMatchObject(flags);
  });

  test('a null MX is a record, not an error', async () => {
    expect(await resolver().query('null-mx.types.example', 'MX')).toHaveLength(1);
  });

  test('a name with an empty label is EBADNAME, and nothing is sent', async () => {
    const error = await failOf(resolver(), 'a..types.example', 'A');
    expect(error.code).toBe('EBADNAME');
    expect(error.attempts).toStrictEqual([]);
  });
}

function testAliases({ resolver, maxAge }: ServerWays): void {
  const mx = expectedAnswers.find(({ name, type }) => name === 'mx.types.example' && type === 'MX');

  test.each([
    ['a CNAME leads to the records of its target', 'half', 'MX', mx?.records ?? []],
    [
      'a chain counts with the least TTL on it',
      'quick-chain',
      'A',
      [{ ...head('year', 'A', 100), address: '192.0.2.2' }],
    ],
    [
      'a DNAME leads through the CNAME made of it',
      'host.dname',
      'A',
      [{ ...head('host.dname-target', 'A'), address: '192.0.2.40' }],
    ],
  ] as const)('%s', async (_, owner, type, expected) => {
    const records = await resolver().query(`${owner}.types.example`, type);
    expect(makeYounger(records, expected, maxAge)).toStrictEqual(expected);
  });

  test('a chain of nine is followed to its end', async () => {
    const records = await resolver().query('long1.types.example', 'A');
    expect(records.map(({ address }) => address)).toStrictEqual(['0.0.0.0', '192.0.2.1', '255.255.255.255']);
  });

  test.each([
    ['a chain without the type is ENODATA', 'half', 'mx', 'ENODATA'],
    ['a chain to nothing is ENOTFOUND', 'dangling', 'nothing-here', 'ENOTFOUND'],
  ])('%s, with the chain', async (_, owner, target, code) => {
    const error = await failOf(resolver(), `${owner}.types.example`, 'A');
    expect(error.code).toBe(code);
    const chain = [{ ...head(owner, 'CNAME'), target: `${target}.types.example` }];
    expect(makeYounger(error.response?.answers ?? [], chain, maxAge)).toStrictEqual(chain);
  });
}

function testResponses({ resolver, flags }: ServerWays): void {
  test('one that fits comes over UDP, with its header', async () => {
    const response = await resolver().response('mx.types.example', 'MX');
    expect(response).toMatchObject({
      opcode: 'QUERY',
      rcode: 'NOERROR',
      flags: { qr: true, tc: false, rd: true, ad: false, cd: false, ...flags },
      questions: [{ name: 'mx.types.example', type: 'MX', class: 'IN' }],
      server: resolver().servers[0],
      transport: 'udp',
      cached: false,
      edns: { version: 0, payloadSize: 1232, dnssecOk: false },
    });
  });

  test.each([
    ['hundred.types.example', 'A', 100],
    ['txt-big.types.example', 'TXT', 1],
  ] as const)('one that does not fit comes over TCP: %s %s', async (name, type, count) => {
    const response = await resolver().response(name, type);
    expect(response.transport).toBe('tcp');
    expect(response.flags.tc).toBe(false);
    expect(response.answers).toHaveLength(count);
    expect(response.size).toBeGreaterThan(1232);
  });
}
