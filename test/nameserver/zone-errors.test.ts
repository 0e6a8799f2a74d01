import { describe, expect, test } from 'vitest';
import { parseZoneText } from '../../src/nameserver/index.js';
import { WireError } from '../../src/records/wire-error.js';

describe('errors name the line', () => {
  test.each<[string, string, string, RegExp]>([
    [
      'an unclosed parenthesis',
      '\nx. A 192.0.2.9\nx. TXT ( a\nb\n',
      'EBADSTR',
      /line 3: a parenthesis that is never closed/,
    ],
    ['a parenthesis too many', 'x. TXT a )\n', 'EBADSTR', /line 1: a closing parenthesis/],
    ['nested parentheses', 'x. TXT ( a\n ( b ) )\n', 'EBADSTR', /line 2: a parenthesis inside parentheses/],
    ['an unclosed quotation', 'x. TXT "a\nx. TXT "b"\n', 'EBADSTR', /line 1: a quotation that is not closed/],
    ['an unclosed quotation in a word', 'x. HTTPS 1 . alpn="h2\n', 'EBADSTR', /line 1: a quotation/],
    ['a backslash before the line end', 'x. TXT a\\\nb\n', 'EBADSTR', /line 1: a backslash/],
    ['the same with Windows line ends', 'x. TXT a\\\r\nb\n', 'EBADSTR', /line 1: a backslash/],
    ['no owner', '  A 192.0.2.1', 'EBADSTR', /line 1: the first record has no owner/],
    ['an owner alone', 'x.\n', 'EBADSTR', /line 1: a record without a type/],
    ['a TTL too great', 'x. 2147483648 A 192.0.2.1', 'EBADSTR', /line 1: 2147483648 is not a TTL/],
    ['an unknown type', '\n\nx. NONSENSE 1', 'EBADQUERY', /line 3: unknown record type "NONSENSE"/],
    ['ANY', 'x. ANY a', 'EBADQUERY', /line 1: no record has the type ANY/],
    ['OPT', 'x. TYPE41 \\# 0', 'EBADQUERY', /line 1: no record has the type TYPE41/],
    ['a bad address', 'x. A 192.0.2.1\n\nx. A 192.0.2.256', 'EBADSTR', /line 3: /],
    ['too few fields', 'x. MX 10', 'EBADSTR', /line 1: /],
    ['too many fields', 'x. A 192.0.2.1 192.0.2.2', 'EBADSTR', /line 1: /],
    [
      'RDATA beyond 65,535 octets',
      `x. TXT ${'"0123456789" '.repeat(6000)}`,
      'EBADSTR',
      /line 1: the message is longer/,
    ],
    ['a bad owner', 'a..b. A 192.0.2.1', 'EBADNAME', /line 1: .*empty label/],
    ['RDATA of the wrong length', 'x. TYPE65280 \\# 3 c0000201', 'EBADSTR', /line 1: /],
    [
      '$INCLUDE',
      '$TTL 5\n$INCLUDE other.zone',
      'EBADSTR',
      /line 2: the directive \$INCLUDE is not supported/,
    ],
    ['$GENERATE', '$GENERATE 1-2 a A 192.0.2.$', 'EBADSTR', /line 1: the directive \$GENERATE/],
    ['$TTL without a value', '$TTL ; 5', 'EBADSTR', /line 1: \$TTL takes one value/],
    ['$TTL with two', '$TTL 1 h', 'EBADSTR', /line 1: \$TTL takes one value/],
    [
      'a directive behind a blank',
      'x. A 192.0.2.1\n $TTL 5',
      'EBADQUERY',
      /line 2: unknown record type "\$TTL"/,
    ],
    ['$TTL that is none', '$TTL soon', 'EBADSTR', /line 1: soon is not a TTL/],
    ['a unit without a number', 'x. 5q A 192.0.2.1', 'EBADQUERY', /line 1: /],
  ])('%s', (_, text, code, message) => {
    expect(() => parseZoneText(text)).toThrow(expect.objectContaining({ name: 'WireError', code }));
    expect(() => parseZoneText(text)).toThrow(message);
    expect(() => parseZoneText(text)).toThrow(WireError);
  });
});

test('a megabyte in one quotation, and 100,000 lines, take time in proportion', () => {
  const started = performance.now();
  expect(() => parseZoneText(`x. TXT "${'a'.repeat(1_000_000)}"`)).toThrow(WireError);
  expect(() => parseZoneText(`x. TXT "${'a'.repeat(1_000_000)}`)).toThrow(WireError);
  expect(parseZoneText('x. A 192.0.2.1\n'.repeat(100_000)).length).toBe(100_000);
  expect(performance.now() - started).toBeLessThan(15_000);
});
