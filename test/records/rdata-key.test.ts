import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../src/records/presentation.js';
import { rdataKey } from '../../src/records/rdata-key.js';

const key = (type: string, text: string, name = 'a.example', ttl = 1) =>
  rdataKey(parseRecord(type, text, { name, class: 'IN', ttl }));

describe('rdataKey', () => {
  it('knows neither owner nor TTL', () => {
    expect(key('A', '192.0.2.1', 'b.example', 2)).toBe(key('A', '192.0.2.1'));
  });

  it.each([
    ['A', '192.0.2.1', 'AAAA', '::192.0.2.1'],
    ['A', '192.0.2.1', 'A', '192.0.2.2'],
    ['CNAME', 'a.example.', 'DNAME', 'a.example.'],
    ['MX', '10 a.example.', 'MX', '20 a.example.'],
    ['TXT', '"a"', 'TXT', '"A"'],
    ['TXT', '"ab"', 'TXT', '"a" "b"'],
    ['CAA', '0 issue "a.example"', 'CAA', '0 issue "A.example"'],
    ['URI', '1 1 "https://a.example/x"', 'URI', '1 1 "https://a.example/X"'],
    ['NAPTR', '1 1 "s" "x" "" a.example.', 'NAPTR', '1 1 "S" "x" "" a.example.'],
    ['HTTPS', '1 a.example. alpn=h2', 'HTTPS', '1 a.example. alpn=H2'],
    ['TYPE65280', '\\# 1 0a', 'TYPE65280', '\\# 1 0b'],
  ])('tells %s %s from %s %s', (leftType, left, rightType, right) => {
    expect(key(leftType, left)).not.toBe(key(rightType, right));
  });

  const signed = 'A 8 2 300 20300101000000 20290101000000 7';
  it.each([
    ['AAAA', '2001:DB8:0::1', '2001:db8::1'],
    ['NS', 'ns.EXAMPLE.', 'ns.example'],
    ['MX', '10 A.example.', '10 a.Example.'],
    ['SRV', '1 2 3 A.example.', '1 2 3 a.example.'],
    ['SOA', 'Ns.example. R.example. 1 2 3 4 5', 'ns.example. r.example. 1 2 3 4 5'],
    ['AFSDB', '1 A.example.', '1 a.example.'],
    ['RP', 'R.example. T.example.', 'r.example. t.example.'],
    ['NSEC', 'B.example. A TXT', 'b.example. A TXT'],
    ['HTTPS', '1 A.example. alpn=h2', '1 a.example. alpn=h2'],
    ['SVCB', '0 A.example.', '0 a.example.'],
    ['NAPTR', '1 1 "s" "x" "" A.example.', '1 1 "s" "x" "" a.example.'],
    ['RRSIG', `${signed} A.example. AAAA`, `${signed} a.example. AAAA`],
  ])('takes %s %s for %s', (type, left, right) => {
    expect(key(type, left)).toBe(key(type, right));
  });
});
