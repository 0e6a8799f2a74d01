import { describe, expect, it } from 'vitest';
import { parseRdata } from '../../src/records/presentation.js';
import { failure } from './failure.js';

/** The numbers of a type, each at its limit; the rest of its RDATA. */
const numbers: readonly (readonly [type: string, limits: readonly number[], rest: string])[] = [
  ['MX', [65_535], '.'],
  ['AFSDB', [65_535], '.'],
  ['SRV', [65_535, 65_535, 65_535], '.'],
  ['NAPTR', [65_535, 65_535], '"" "" "" .'],
  ['CAA', [255], 'issue ""'],
  ['URI', [65_535, 65_535], 'x'],
  ['DS', [65_535, 255, 255], 'ff'],
  ['DNSKEY', [65_535, 255, 255], '/w=='],
  ['NSEC3PARAM', [255, 255, 65_535], '-'],
  ['TLSA', [255, 255, 255], 'ff'],
  ['SSHFP', [255, 255], 'ff'],
  ['CERT', [65_535, 65_535, 255], '/w=='],
  ['SVCB', [65_535], '.'],
];

describe('numbers in RDATA', () => {
  it.each(numbers)('%s takes each up to its limit', (type, limits, rest) => {
    const parse = (values: readonly number[]): string =>
      failure(() => parseRdata(type, `${values.join(' ')} ${rest}`));
    expect(parse(limits)).toMatch(/^no error/);
    for (const [index, limit] of limits.entries()) {
      expect(parse(limits.with(index, limit + 1))).toMatch(/^EBADSTR .* is not an integer from 0 to /);
    }
  });
});

describe('text that is no RDATA', () => {
  it.each([
    ['A', '', 'EBADSTR the RDATA has too few fields'],
    ['A', '192.0.2.1 192.0.2.2', 'EBADSTR the RDATA goes on with "192.0.2.2"'],
    ['A', '2001:db8::1', 'EBADSTR'],
    ['AAAA', '192.0.2.1', 'EBADSTR'],
    ['NS', '', 'EBADSTR the RDATA has too few fields'],
    ['NS', '"a."', 'EBADNAME'],
    ['NS', 'a..b.', 'EBADNAME'],
    ['NS', 'a.\\256.', 'EBADNAME'],
    ['NS', `${'a'.repeat(64)}.`, 'EBADNAME'],
    ['MX', '10', 'EBADSTR the RDATA has too few fields'],
    ['MX', 'mail 10', 'EBADSTR "mail" is not an integer from 0 to 65535'],
    ['MX', '65536 a.', 'EBADSTR'],
    ['MX', '-1 a.', 'EBADSTR'],
    ['MX', '1.0 a.', 'EBADSTR'],
    ['MX', '0x1 a.', 'EBADSTR'],
    ['MX', '"10" a.', 'EBADSTR'],
    ['MX', '10 a. b.', 'EBADSTR the RDATA goes on with "b."'],
    ['SOA', '. . 4294967296 0 0 0 0', 'EBADSTR'],
    ['SOA', '. . 1h 0 0 0 0', 'EBADSTR'],
    ['SOA', '. . 0 1h30 0 0 0', 'EBADSTR "1h30" is not a number of seconds of 32 bits'],
    ['SOA', '. . 0 1y 0 0 0', 'EBADSTR'],
    ['SOA', '. . 0 9999w 0 0 0', 'EBADSTR'],
    ['SOA', '. . 0 -1 0 0 0', 'EBADSTR'],
    ['SOA', '. . 0 "" 0 0 0', 'EBADSTR'],
    ['SRV', '0 0 0', 'EBADSTR the RDATA has too few fields'],
    ['CAA', '0 is-sue "x"', 'EBADSTR a CAA tag is ASCII letters and digits'],
    ['CAA', '256 issue "x"', 'EBADSTR'],
    ['URI', '1 1 ""', 'EBADSTR the target of a URI record is empty'],
    ['DS', '1 8 2', 'EBADSTR the RDATA has too few fields'],
    ['DS', '1 8 2 abc', 'EBADSTR text in base 16 that ends inside an octet'],
    ['DS', '1 8 2 xy', 'EBADSTR "x" is not a digit of base 16'],
    ['DS', '1 RSASHA3 2 ab', 'EBADSTR'],
    ['DS', '1 RSASHA1 RSASHA1 ab', 'EBADSTR'],
    ['DNSKEY', '256 3 8 AAE', 'EBADSTR base64 that is not groups of four digits'],
    ['DNSKEY', '256 3 8 AAF=', 'EBADSTR text in base 64 that ends inside an octet'],
    ['DNSKEY', '256 3 8 A===', 'EBADSTR'],
    ['DNSKEY', '256 3 8 AA=A', 'EBADSTR "=" is not a digit of base 64'],
    ['DNSKEY', '256 3 8 AA-_', 'EBADSTR "-" is not a digit of base 64'],
    ['RRSIG', 'A 8 2 300 20260230000000 20260101000000 1 . AA==', 'EBADSTR "20260230000000" is not a time'],
    ['RRSIG', 'A 8 2 300 20260101240000 20260101000000 1 . AA==', 'EBADSTR "20260101240000" is not a time'],
    ['RRSIG', 'A 8 2 300 20261301000000 20260101000000 1 . AA==', 'EBADSTR "20261301000000" is not a time'],
    ['RRSIG', 'A 8 2 300 21060207062816 20260101000000 1 . AA==', 'EBADSTR "21060207062816" is not a time'],
    ['RRSIG', 'A 8 2 300 19691231235959 20260101000000 1 . AA==', 'EBADSTR "19691231235959" is not a time'],
    ['RRSIG', 'A 8 2 300 4294967296 20260101000000 1 . AA==', 'EBADSTR'],
    ['RRSIG', 'B 8 2 300 1 1 1 . AA==', 'EBADQUERY'],
    ['NSEC', '. A B', 'EBADQUERY'],
    ['NSEC3', '1 0 0 - - A', 'EBADSTR "-" is not a digit of base 32'],
    ['NSEC3', '1 0 0 - w0 A', 'EBADSTR "w" is not a digit of base 32'],
    ['NSEC3', '1 0 0 - "" A', 'EBADSTR'],
    ['NSEC3PARAM', '1 0 0', 'EBADSTR the RDATA has too few fields'],
    ['NSEC3PARAM', '1 0 0 abc', 'EBADSTR'],
    ['EUI48', '00-00-5e-00-53', 'EBADSTR'],
    ['EUI64', '00-00-5e-00-53-2a', 'EBADSTR'],
    ['APL', '3:1.2.3.4/8', 'EBADSTR "3:1.2.3.4/8" is not an IPv4 or IPv6 prefix'],
    ['APL', '1:1.2.3.4/33', 'EBADSTR'],
    ['APL', '1:1.2.3.4', 'EBADSTR'],
    ['APL', '2:1.2.3.4/8', 'EBADSTR'],
    ['LOC', '91 N 0 E 0', 'EBADSTR'],
    ['LOC', '90 0 0.001 N 0 E 0', 'EBADSTR'],
    ['LOC', '0 N 180 0 1 E 0', 'EBADSTR'],
    ['LOC', '0 60 N 0 E 0', 'EBADSTR "60" is not part of a LOC record'],
    ['LOC', '0 0 60 N 0 E 0', 'EBADSTR "60" is not part of a LOC record'],
    ['LOC', '0.5 N 0 E 0', 'EBADSTR "0.5" is not part of a LOC record'],
    ['LOC', 'N 0 E 0', 'EBADSTR'],
    ['LOC', '0 E 0 N 0', 'EBADSTR "E" is not part of a LOC record'],
    ['LOC', '0 0 0 0 N 0 E 0', 'EBADSTR'],
    ['LOC', '0 N 0 E', 'EBADSTR the RDATA has too few fields'],
    ['LOC', '0 N 0 E -100000.01', 'EBADSTR'],
    ['LOC', '0 N 0 E 42849672.96', 'EBADSTR'],
    ['LOC', '0 N 0 E 0 -1', 'EBADSTR'],
    ['LOC', '0 N 0 E 0 1 2 3 4', 'EBADSTR the RDATA goes on with "4"'],
    ['ANY', 'x', 'EBADSTR the RDATA of ANY must begin with \\#'],
    ['TYPE65280', 'x', 'EBADSTR the RDATA of TYPE65280 must begin with \\#'],
    ['BOGUS', 'x', 'EBADQUERY unknown record type "BOGUS"'],
    ['TYPE65536', '\\# 0', 'EBADQUERY'],
    ['TYPE65280', '\\# 3 c0000201', 'EBADSTR the RDATA has 4 octets, not 3'],
    ['TYPE65280', '\\# 5 c0000201', 'EBADSTR the RDATA has 4 octets, not 5'],
    ['TYPE65280', '\\# c0000201', 'EBADSTR'],
    ['TYPE65280', '\\#', 'EBADSTR the RDATA has too few fields'],
    ['A', '\\# 3 c00002', 'EBADSTR RDATA octets of A: malformed message: octets missing'],
    ['A', '\\# 5 c000020100', 'EBADSTR RDATA octets of A: malformed message: octets left over in RDATA'],
    ['NS', '\\# 2 c000', 'EBADSTR RDATA octets of NS: malformed message'],
  ])('%s %s: %s', (type, text, message) => {
    expect(failure(() => parseRdata(type, text))).toContain(message);
  });

  // RFC 9460 appendix D.3, then more of the kind.
  it.each([
    ['1 . key123=abc key123=def', 'EBADSTR the service parameter key123 is there twice'],
    ['1 . mandatory', 'EBADSTR a list in the service parameters is empty'],
    ['1 . alpn', 'EBADSTR an ALPN protocol has no name'],
    ['1 . port', 'EBADSTR the service parameter port has a wrong value'],
    ['1 . ipv4hint', 'EBADSTR a list in the service parameters is empty'],
    ['1 . ipv6hint', 'EBADSTR a list in the service parameters is empty'],
    ['1 . no-default-alpn="abc"', 'EBADSTR the service parameter no-default-alpn has a wrong value'],
    ['1 . mandatory=key123', 'EBADSTR a mandatory key that is not there'],
    ['1 . mandatory=mandatory', 'EBADSTR mandatory keys out of order, or mandatory among them'],
    ['1 . mandatory=key123,key123 key123=abc', 'EBADSTR mandatory keys out of order'],
    ['1 . key3="\\0005" port=53', 'EBADSTR the service parameter port is there twice'],
    ['1 . key3="\\0005x"', 'EBADSTR'],
    ['1 . key65536', 'EBADSTR "key65536" is not a service parameter key'],
    ['1 . key01', 'EBADSTR "key01" is not a service parameter key'],
    ['1 . PORT=53', 'EBADSTR "PORT" is not a service parameter key'],
    ['1 . =53', 'EBADSTR "" is not a service parameter key'],
    ['1 . port=65536', 'EBADSTR'],
    ['1 . port=', 'EBADSTR'],
    ['1 . port="53', 'EBADSTR'],
    ['1 . ech=AA', 'EBADSTR base64 that is not groups of four digits'],
    ['1 . alpn=h2,,h3', 'EBADSTR an ALPN protocol has no name'],
    ['1 . alpn="h\\\\2"', 'EBADSTR a list of protocols has a wrong escape'],
    ['1 . alpn="h2\\\\"', 'EBADSTR a list of protocols has a wrong escape'],
    ['1 . ipv4hint=1.2.3.4,', 'EBADSTR "" is not an IPv4 address'],
    ['1 . ipv4hint=::1', 'EBADSTR "::1" is not an IPv4 address'],
  ])('SVCB %s: %s', (text, message) => {
    expect(failure(() => parseRdata('SVCB', text))).toContain(message);
  });
});
