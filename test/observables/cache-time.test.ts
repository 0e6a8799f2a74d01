import { describe, expect, it } from 'vitest';
import { age, cacheTime, isFailure } from '../../src/observables/cache-time.js';
import type { DnsResponse } from '../../src/observables/exchange.js';
import type { Rcode } from '../../src/records/codes.js';
import type { ResourceRecord } from '../../src/records/record-map.js';
import { exampleAddress, exampleAlias, exampleQuery, exampleResponse } from './example.js';

const flags = exampleResponse().flags;

function soa(ttl: number, minimum: number): ResourceRecord {
  const names = { name: 'com', mname: 'ns.example', rname: 'host.example' } as const;
  const times = { serial: 1, refresh: 2, retry: 3, expire: 4 } as const;
  return { ...names, ...times, type: 'SOA', class: 'IN', ttl, minimum };
}

const ns: ResourceRecord = { name: 'com', type: 'NS', class: 'IN', ttl: 50, target: 'ns.example' };
const anyQuestion = exampleQuery({}, 'ANY').question;
const address = exampleAddress('example.com', 7, 300);

describe('seconds that a response may be kept', () => {
  it.each<[string, Partial<DnsResponse>, number]>([
    ['an answer: its TTL', { answers: [address] }, 300],
    ['several records: the least', { answers: [address, exampleAddress('example.com', 8, 60)] }, 60],
    [
      'a chain: the least of its links',
      { answers: [exampleAlias('example.com', 'b.example', 20), exampleAddress('b.example', 7, 300)] },
      20,
    ],
    ['a TTL of 0: not at all', { answers: [exampleAddress('example.com', 7, 0)] }, 0],
    ['an answer beside a SOA: not the SOA', { answers: [address], authorities: [soa(5, 5)] }, 300],
    ['ANY: any record', { questions: [anyQuestion], answers: [exampleAlias('example.com', 'b', 70)] }, 70],
    ['a truncated answer: not at all', { answers: [address], flags: { ...flags, tc: true } }, 0],
    ['a truncated failure: not at all', { rcode: 'SERVFAIL', flags: { ...flags, tc: true } }, 0],
    ['NXDOMAIN: the minimum of its SOA', { rcode: 'NXDOMAIN', authorities: [soa(900, 60)] }, 60],
    [
      'NXDOMAIN: the TTL of its SOA where that is less',
      { rcode: 'NXDOMAIN', authorities: [soa(30, 60)] },
      30,
    ],
    ['NXDOMAIN without a SOA: not at all', { rcode: 'NXDOMAIN' }, 0],
    ['NXDOMAIN with a SOA that says 0: not at all', { rcode: 'NXDOMAIN', authorities: [soa(900, 0)] }, 0],
    ['NODATA: the same', { authorities: [ns, soa(900, 60)] }, 60],
    ['NODATA without a SOA, or a referral: not at all', { authorities: [ns] }, 0],
    [
      'a chain that ends in a "no": the least of both',
      { answers: [exampleAlias('example.com', 'b.example', 20)], authorities: [soa(900, 60)] },
      20,
    ],
    ['a chain that was cut: not at all', { answers: [exampleAlias('example.com', 'b.example', 20)] }, 0],
    ['records of another name alone: not at all', { answers: [exampleAddress('other.example', 7, 300)] }, 0],
    ['a rcode that says nothing about the name: not at all', { rcode: 'YXDOMAIN', answers: [address] }, 0],
    ['BADCOOKIE: not at all', { rcode: 'BADCOOKIE' }, 0],
  ])('%s', (_what, particular, seconds) => {
    expect(cacheTime(exampleResponse(particular), 0)).toBe(seconds);
  });

  it.each(['SERVFAIL', 'REFUSED', 'NOTIMP', 'FORMERR'] as const)('%s: 1, 2, 4, then 5', (rcode) => {
    const response = exampleResponse({ rcode });
    const seconds = [0, 1, 2, 3, 4, 100].map((earlier) => cacheTime(response, earlier));
    expect(seconds).toStrictEqual([1, 2, 4, 5, 5, 5]);
  });
});

it.each<[Rcode, boolean]>([
  ['NOERROR', false],
  ['NXDOMAIN', false],
  ['YXDOMAIN', false],
  ['SERVFAIL', true],
  ['REFUSED', true],
  ['NOTIMP', true],
  ['FORMERR', true],
])('%s is a failure of the server: %s', (rcode, expected) => {
  expect(isFailure(exampleResponse({ rcode }))).toBe(expected);
});

describe('a response some seconds later', () => {
  it('has less TTL in every section, never less than 0, and nothing else changes', () => {
    const response = exampleResponse({
      answers: [address, exampleAddress('example.com', 8, 3)],
      authorities: [ns],
      additionals: [exampleAddress('ns.example', 9, 12)],
    });
    const [sooner, later] = [age(response, 0), age(response, 12)];
    expect(sooner).toStrictEqual(response);
    expect(later).toStrictEqual({
      ...response,
      answers: [exampleAddress('example.com', 7, 288), exampleAddress('example.com', 8, 0)],
      authorities: [{ ...ns, ttl: 38 }],
      additionals: [exampleAddress('ns.example', 9, 0)],
    });
  });

  it('leaves the one it is made of alone', () => {
    const response = exampleResponse({ answers: [address] });
    age(response, 12);
    expect(response.answers).toStrictEqual([exampleAddress('example.com', 7, 300)]);
  });
});
