import type { ResourceRecord } from '../../src/records/record-map.js';
import { head, hex, utf8 } from './expect-record.js';

/** Text records of every-type.zone, by hand. */
export const expectedText: readonly ResourceRecord[] = [
  { ...head('txt', 'TXT', 86_400), strings: [utf8('v=spf1 -all')], text: 'v=spf1 -all' },
  {
    ...head('txt-many', 'TXT'),
    strings: [utf8(''), utf8('two'), utf8(''), utf8('fo ur'), utf8('')],
    text: 'twofo ur',
  },
  { ...head('txt-empty', 'TXT'), strings: [utf8('')], text: '' },
  { ...head('txt-utf8', 'TXT'), strings: [utf8('grüße'), utf8(' €'), utf8('🦊')], text: 'grüße €🦊' },
  { ...head('txt-split-utf8', 'TXT'), strings: [hex('636166c3'), hex('a9')], text: 'café' },
  {
    ...head('txt-control', 'TXT'),
    strings: [utf8('bell\x07 esc\x1b[31m nul\0 del\x7f tab\t nl\n')],
    text: 'bell\\007 esc\\027[31m nul\\000 del\\127 tab\\009 nl\\010',
  },
  // U+009B starts an escape sequence in a terminal just as ESC [ does.
  { ...head('txt-c1', 'TXT'), strings: [utf8('csi\u009b31m')], text: 'csi\\194\\15531m' },
  { ...head('txt-latin1', 'TXT'), strings: [hex('636166e920ff')], text: 'caf\\233 \\255' },
  {
    ...head('txt-quotes', 'TXT'),
    strings: [utf8(`say "hi"; (a) @ $ 'b'`), utf8('C:\\temp'), utf8('\\065 is A'), utf8('\\\\')],
    // A backslash is doubled where it would read as an escape, and only there.
    text: `say "hi"; (a) @ $ 'b'C:\\temp\\\\065 is A\\\\\\`,
  },
  { ...head('txt-bare', 'TXT'), strings: [utf8('bare'), utf8('words')], text: 'barewords' },
  { ...head('txt-255', 'TXT'), strings: [utf8('a'.repeat(255))], text: 'a'.repeat(255) },
  {
    ...head('txt-big', 'TXT'),
    strings: [...'abcdefgh'].map((letter) => utf8(letter.repeat(250))),
    text: [...'abcdefgh'].map((letter) => letter.repeat(250)).join(''),
  },
  { ...head('any.thing.wild', 'TXT'), strings: [utf8('from the wildcard')], text: 'from the wildcard' },
  { ...head('hinfo', 'HINFO'), cpu: 'PDP-11/70', os: 'UNIX' },
  { ...head('hinfo-empty', 'HINFO'), cpu: '', os: '' },
  {
    ...head('caa', 'CAA'),
    critical: false,
    flags: 0,
    tag: 'issue',
    value: 'ca1.example.net; account=230123',
  },
  { ...head('caa-critical', 'CAA'), critical: true, flags: 128, tag: 'tbs', value: 'Unknown' },
  {
    ...head('caa-flags', 'CAA'),
    critical: true,
    flags: 129,
    tag: 'iodef',
    value: 'mailto:security@example.com',
  },
  { ...head('caa-none', 'CAA'), critical: false, flags: 0, tag: 'issue', value: ';' },
  { ...head('uri', 'URI'), priority: 10, weight: 1, target: 'ftp://ftp1.example.com/public' },
  { ...head('uri-utf8', 'URI'), priority: 0, weight: 65_535, target: 'https://bücher.example/?q="a b"\\' },
  // RFC 3597: types that rxdns does not decode.
  { ...head('spf', 'TYPE99'), data: hex('0b763d73706631202d616c6c') },
  // MINFO: knot compresses its two names, and pointers mean nothing outside their message (RFC 3597 section 4).
  {
    ...head('minfo', 'TYPE14'),
    data: hex(
      '05726d61696c057479706573076578616d706c65' + '00' + '05656d61696c057479706573076578616d706c65' + '00',
    ),
  },
  { ...head('type65280', 'TYPE65280'), data: hex('0a000001') },
  { ...head('type65281', 'TYPE65281'), data: hex('') },
  { ...head('type731', 'TYPE731'), data: hex('abcdef012345') },
];
