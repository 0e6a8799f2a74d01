import { isDeepStrictEqual } from 'node:util';
import { isDnsError } from '../src/errors.js';
import { parseZoneText } from '../src/nameserver/zone-text.js';
import { formatName, parseName } from '../src/records/name.js';
import { formatRdata, formatRecord, parseRecord } from '../src/records/presentation.js';
import { encodeQuestion } from '../src/records/query.js';
import { Reader } from '../src/records/reader.js';
import { decodeText, encodeText } from '../src/records/text.js';
import { parseServer } from '../src/server-string.js';
import { fromText, toText } from './input.js';
import { attempt } from './message-targets.js';
import { rdataTexts, zoneTexts } from './seeds.js';
import { check, type Target } from './target.js';

const inputs = (...texts: readonly string[]): readonly Uint8Array[] => texts.map(fromText);

/** Any text is a name of at most 255 octets or EBADNAME; the name is the same after there and back. */
const name: Target = {
  name: 'name',
  seeds: inputs(
    'www.example.com',
    '.',
    'a.',
    'ex\\097m\\.ple\\255.com.',
    'b\u00fccher.de',
    `${'x'.repeat(63)}.y`,
  ),
  tokens: inputs(
    '\\',
    '.',
    '\\046',
    '\\255',
    '\\256',
    'x'.repeat(63),
    'xn--',
    '\u3002',
    '\ufeff',
    '\u1e9e',
    '%2e',
  ),
  maxLength: 1024,
  limit: 50,
  run(input) {
    const text = toText(input);
    const wire = attempt(['EBADNAME'], () => parseName(text));
    if (wire === undefined) return;
    check(wire.length <= 255 && wire.at(-1) === 0, 'a name that does not end, or too late');
    const printed = formatName(wire);
    check(/^[\x21-\x7e]+$/.test(printed), 'a name with more than printable ASCII');
    check(isDeepStrictEqual(parseName(printed), wire), 'a name that is another after there and back');
    const reader = new Reader(wire);
    check(reader.name() === printed && reader.remaining === 0, 'a name that reads as another');
    check(encodeQuestion(text, 1, 1).length === wire.length + 4, 'a question with more than its name');
  },
};

/** Any octets are text, without control characters, and the text is these octets; any text is octets or EBADSTR. */
const text: Target = {
  name: 'text',
  seeds: inputs(
    'v=spf1 -all',
    '!^.*$!\\1!',
    '\\\\046\\046\\',
    '\u00c3\u00bc',
    '\u0000\u001b[2J',
    '\u00c2\u0085',
  ),
  tokens: inputs(
    '\\',
    '\\\\',
    '\\046',
    '\\256',
    '046',
    '\u00c2\u0080',
    '\u00f0',
    '\u00ed\u00a0\u0080',
    '\u00e2\u0080',
  ),
  maxLength: 2048,
  limit: 50,
  run(input) {
    const decoded = decodeText(input);
    check(!/\p{Cc}|\p{Surrogate}/u.test(decoded), 'a text with a control character or half a character');
    check(isDeepStrictEqual(encodeText(decoded), input), 'octets that are others after there and back');
    const written = toText(input);
    const encoded = attempt(['EBADSTR'], () => encodeText(written));
    if (encoded === undefined) check(/\p{Surrogate}/u.test(written), 'a text refused without a reason');
    else check(isDeepStrictEqual(encodeText(decodeText(encoded)), encoded), 'a text that changes once more');
  },
};

/** The type, a blank, RDATA as text: a record or an error, and the record is the same after there and back. */
const rdataText: Target = {
  name: 'rdata-text',
  seeds: inputs(...rdataTexts),
  tokens: inputs(
    '"',
    '\\',
    '\\"',
    '\\# 0',
    '\\# 4 c0000201',
    '@',
    '.',
    ' ',
    '4294967295',
    '20380119031407',
    '1w',
    '=',
  ),
  maxLength: 2048,
  limit: 50,
  run(input) {
    const [, type = '', rdata = ''] = /^(\S*)\s?(.*)$/s.exec(toText(input)) ?? [];
    const owner = { name: 'www.example.com', class: 'IN', ttl: 300 } as const;
    const record = attempt(['EBADSTR', 'EBADNAME', 'EBADQUERY'], () =>
      parseRecord(type, rdata, owner, 'example.com'),
    );
    if (record === undefined) return;
    // Numbers that fit a field of the text can be too large together: RDATA over 65,535 octets, a long list.
    const printed = attempt(['EBADSTR', 'EBADNAME'], () => formatRdata(record));
    if (printed === undefined) return;
    const again = parseRecord(record.type, printed, owner);
    check(
      isDeepStrictEqual(again, record),
      `a record that is another after there and back: ${JSON.stringify(printed)}`,
    );
  },
};

/** Any text is a zone or an error; written one record a line, the zone is the same. */
const zone: Target = {
  name: 'zone',
  seeds: inputs(...zoneTexts),
  tokens: inputs(
    '$ORIGIN ',
    '$TTL ',
    '\n',
    '\n ',
    '( ',
    ' )',
    ';',
    '"',
    '\\',
    '@',
    ' IN ',
    ' 1h30m ',
    ' A 192.0.2.1',
    '\r',
  ),
  maxLength: 8192,
  limit: 100,
  run(input) {
    const codes = ['EBADSTR', 'EBADNAME', 'EBADQUERY'] as const;
    const records = attempt(codes, () => parseZoneText(toText(input), 'example.com'));
    if (records === undefined) return;
    const written = records.map(formatRecord).join('\n');
    check(isDeepStrictEqual(parseZoneText(written), records), 'a zone that is another after there and back');
  },
};

/** Any text is a server or EBADSTR, and the server's own text is that server. */
const serverString: Target = {
  name: 'server-string',
  seeds: inputs(
    '192.0.2.1',
    '192.0.2.1:5353',
    '[2001:db8::1]:53',
    'fe80::1%eth0',
    'tcp://[::1]:53',
    'dns://10.0.0.1',
    '192.0.2.1:0',
    '[::1]:65536',
    'tls://192.0.2.1',
    'fe80::1%',
  ),
  tokens: inputs(
    '://',
    'udp://',
    'tls://',
    ':',
    '::',
    '[',
    ']',
    '%',
    ':0',
    ':65535',
    ':65536',
    '::ffff:1.2.3.4',
  ),
  maxLength: 256,
  limit: 50,
  run(input) {
    let server: ReturnType<typeof parseServer>;
    try {
      server = parseServer(toText(input));
    } catch (error) {
      if (isDnsError(error) && error.code === 'EBADSTR') return;
      throw error;
    }
    check(server.port >= 1 && server.port <= 0xffff, 'a port out of range');
    check(
      isDeepStrictEqual(parseServer(server.text), server),
      'a server that is another after there and back',
    );
  },
};

/** Targets that take text. */
export const textTargets: readonly Target[] = [name, text, rdataText, zone, serverString];
