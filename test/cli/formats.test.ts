import { describe, expect, it } from 'vitest';
import { createPaint, jsonFormat, printable, shortFormat, tableFormat } from '../../src/cli/formats.js';
import type { Report, ReportedOutcome } from '../../src/cli/report.js';
import { DnsError, type ResourceRecord } from '../../src/index.js';

const head = { name: 'a.example', class: 'IN', ttl: 300 } as const;
const mx: readonly ResourceRecord[] = [
  { ...head, type: 'MX', preference: 10, exchange: 'mx1.example' },
  { ...head, type: 'MX', preference: 20, exchange: 'mx2.example' },
];

function report(input: string, outcome: Partial<ReportedOutcome>): Report {
  return {
    input,
    index: 3,
    row: undefined,
    outcome: {
      name: 'a.example',
      type: 'MX',
      status: 'NOERROR',
      records: [],
      ttl: undefined,
      elapsed: 1.26,
      server: undefined,
      attempts: [],
      error: undefined,
      ...outcome,
    },
  };
}

const attempt = { server: '192.0.2.1', transport: 'udp', elapsed: 1, outcome: 'NOERROR' } as const;
const found = report('a.example', { records: mx, ttl: 300, server: '192.0.2.1', attempts: [attempt] });
const missing = report('a.example', {
  status: 'NXDOMAIN',
  ttl: 60,
  error: new DnsError('ENOTFOUND', 'MX a.example: the name does not exist'),
});
const hostile = report('\u001b[31m\u009b\u202e', {
  name: '\u001b[31m\u009b\u202e',
  status: 'BADNAME',
  error: new DnsError('EBADNAME', 'the name "\u009b" is\nbad'),
});

describe('jsonFormat', () => {
  it('writes one object on one line', () => {
    const text = jsonFormat.write(found);
    expect(text.endsWith('}\n')).toBe(true);
    expect(text.indexOf('\n')).toBe(text.length - 1);
    expect(JSON.parse(text)).toStrictEqual({
      input: 'a.example',
      index: 3,
      name: 'a.example',
      type: 'MX',
      status: 'NOERROR',
      ttl: 300,
      server: '192.0.2.1',
      elapsed: 1.3,
      attempts: 1,
      records: mx,
    });
  });

  it('leaves out what is not known and has the error', () => {
    expect(JSON.parse(jsonFormat.write(missing))).toStrictEqual({
      input: 'a.example',
      index: 3,
      name: 'a.example',
      type: 'MX',
      status: 'NXDOMAIN',
      ttl: 60,
      elapsed: 1.3,
      attempts: 0,
      records: [],
      error: { code: 'ENOTFOUND', message: 'MX a.example: the name does not exist' },
    });
  });

  it('writes octets as hexadecimal, however deep', () => {
    const records: readonly ResourceRecord[] = [
      { ...head, type: 'TXT', text: 'a\\255', strings: [Uint8Array.of(0x61, 0xff), new Uint8Array()] },
      { ...head, type: 'TYPE65280', data: Uint8Array.of(0, 1, 0xfe) },
    ];
    const line: unknown = JSON.parse(jsonFormat.write(report('x', { records })));
    expect(line).toMatchObject({ records: [{ strings: ['61ff', ''] }, { data: '0001fe' }] });
  });

  it('lets no control character through, and loses none', () => {
    const text = jsonFormat.write(hostile);
    expect(text.slice(0, -1)).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(text)).toMatchObject({ input: '\u001b[31m\u009b\u202e' });
  });
});

describe('shortFormat', () => {
  it('writes the values, and nothing where there are none', () => {
    expect(shortFormat.write(found)).toBe('10 mx1.example.\n20 mx2.example.\n');
    expect(shortFormat.write(missing)).toBe('');
  });
});

describe('tableFormat', () => {
  const table = tableFormat(12, createPaint(true));

  it('keeps its columns', () => {
    expect(table.header([]) + table.write(found) + table.write(missing)).toBe(
      [
        'NAME          TYPE   STATUS          TTL  VALUE',
        'a.example     MX     NOERROR         300  10 mx1.example.',
        '                                          20 mx2.example.',
        'a.example     MX     NXDOMAIN         60  MX a.example: the name does not exist',
        '',
      ].join('\n'),
    );
  });

  it.each<[string, string, string]>([
    ['192.0.2.1', '1.2.0.192.in-addr.arpa', '192.0.2.1   '],
    ['bücher.example', 'xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['a.example MX @192.0.2.1', 'a.example', 'a.example   '],
    ['a b.example', 'a\\032b.example', 'a\\032b.example'],
    ['a.example MX', 'a.example MX', 'a.example   '],
    ['ex\\097mple', 'example', 'ex\\097mple  '],
  ])('shows %s', (input, name, cell) => {
    expect(table.write(report(input, { name })).startsWith(`${cell}  MX `)).toBe(true);
  });

  it('lets no control or format character through', () => {
    const text = table.write(hostile);
    expect(text.slice(0, -1)).not.toMatch(/\p{C}/u);
    expect(text.startsWith('\\u{1b}[31m\\u{9b}\\u{202e}  MX     BADNAME ')).toBe(true);
  });

  it('colours the status alone, and only where it may', () => {
    const coloured = tableFormat(12, createPaint(false)).write(found);
    expect(coloured).toContain('\u001b[32mNOERROR    \u001b[0m');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(table.write(found));
  });
});

describe('printable', () => {
  it.each<[string, string]>([
    ['plain text', 'plain text'],
    ['bücher 書', 'bücher 書'],
    ['a\tb\u0000', 'a\\u{9}b\\u{0}'],
    ['\u2028\u00a0\ufeff', '\\u{2028}\\u{a0}\\u{feff}'],
    ['\ud800', '\\u{d800}'],
  ])('of %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});
