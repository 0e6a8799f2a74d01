import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHostAliases } from '../../src/hosts/host-aliases.js';
import { parseHosts } from '../../src/hosts/hosts-file.js';
import { parseNsswitch } from '../../src/hosts/nsswitch.js';
import { parseDomains, parseResolvConf, parseResolverOptions } from '../../src/hosts/resolv-conf.js';
import { parseServices } from '../../src/hosts/services.js';

const parsers: readonly (readonly [what: string, parse: (text: string) => unknown])[] = [
  ['hosts', parseHosts],
  ['resolv.conf', parseResolvConf],
  ['RES_OPTIONS', parseResolverOptions],
  ['LOCALDOMAIN', parseDomains],
  ['nsswitch.conf', parseNsswitch],
  ['services', parseServices],
  ['HOSTALIASES', parseHostAliases],
];

const size = 1_000_000;
/**
 * Milliseconds of processor time for a million characters. The worst take 100 on a quiet machine; what grows with
 * the square of the length takes minutes.
 */
const limit = 500;

function repeated(piece: string, start = ''): string {
  return start + piece.repeat(Math.ceil((size - start.length) / piece.length));
}

function numbered(lineOf: (n: number) => string, lines: number): string {
  return Array.from({ length: lines }, (_, n) => lineOf(n)).join('\n');
}

function ipv4(n: number): string {
  return [1, n >> 16, (n >> 8) & 0xff, n & 0xff].join('.');
}

const texts: readonly (readonly [what: string, make: () => string])[] = [
  ['line feeds', () => repeated('\n')],
  ['carriage returns', () => repeated('\r')],
  ['CR LF', () => repeated('\r\n')],
  ['spaces', () => repeated(' ')],
  ['NUL', () => repeated('\0')],
  ['U+FEFF', () => repeated('\ufeff')],
  ['words in one line', () => repeated('a ')],
  ['comments', () => repeated('#\n')],
  ['semicolons', () => repeated(';', 'sortlist ')],
  ['open brackets', () => repeated('[', 'hosts: ')],
  ['brackets', () => repeated('[a] ', 'hosts: ')],
  ['colons', () => repeated(':')],
  ['hosts lines', () => repeated('hosts:files\n')],
  ['options', () => repeated('ndots:3 ', 'options ')],
  ['digits', () => repeated('9', 'options ndots:')],
  ['suffixes', () => repeated('a ', 'search ')],
  ['commas', () => repeated(',', 'search ')],
  ['a server of brackets', () => repeated('[', 'nameserver ')],
  ['bad addresses', () => repeated('1::2::3 a\n')],
  ['one address', () => repeated('::1 a\n')],
  ['a name of dots', () => repeated('a.', '192.0.2.1 ')],
  ['a zone', () => repeated('a', '::1%')],
  ['distinct servers', () => numbered((n) => `nameserver ${ipv4(n)}`, 48_000)],
  ['one name with many addresses', () => numbered((n) => `${ipv4(n)} a`, 80_000)],
  ['distinct names and addresses', () => numbered((n) => `${ipv4(n)} h${n}`, 50_000)],
  ['one address with many names', () => numbered((n) => `0.0.0.0 h${n}`, 65_000)],
  ['many names in one line', () => `0.0.0.0${numbered((n) => ` h${n}`, 120_000).replaceAll('\n', '')}`],
  ['services', () => numbered((n) => `s${n} ${n & 0xffff}/tcp`, 55_000)],
  ['aliases', () => numbered((n) => `a${n} b`, 100_000)],
];

describe.each(texts)('a million characters of %s', (_what, make) => {
  it('are read in linear time', () => {
    const text = make();
    for (const [name, parse] of parsers) {
      const start = process.cpuUsage();
      parse(text);
      expect(process.cpuUsage(start).user / 1000, name).toBeLessThan(limit);
    }
  });
});

it('reads ten million characters within a second on a quiet machine', () => {
  const text = numbered((n) => `0.0.0.0 blocked${n}.example`, 350_000);
  expect(text.length).toBeGreaterThan(10_000_000);
  const start = process.cpuUsage();
  const hosts = parseHosts(text);
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000);
  expect(hosts.find('blocked349999.example')?.name).toBe('blocked0.example');
});

describe('any text', () => {
  const piece = fc.constantFrom(
    ...[
      'nameserver',
      'search',
      'options',
      'sortlist',
      'hosts:',
      'ndots:',
      'files',
      'dns',
      '[',
      ']',
      '%',
      '/tcp',
    ],
    ...[
      '192.0.2.1',
      '::1',
      'fe80::1',
      '53',
      'a',
      '.',
      ':',
      '#',
      ';',
      ' ',
      '\t',
      '\n',
      '\r',
      '\0',
      '\ufeff',
      '\ud800',
    ],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  );

  it.each(parsers)('is taken as %s', (_what, parse) => {
    fc.assert(
      fc.property(text, (any) => {
        parse(any);
      }),
      { numRuns: 2000 },
    );
  });

  it('can be asked for', () => {
    const hosts = parseHosts('192.0.2.1 a\nfe80::1%eth0 b');
    fc.assert(
      fc.property(text, (any) => {
        hosts.find(any);
        hosts.findByAddress(any);
      }),
      { numRuns: 2000 },
    );
  });
});
