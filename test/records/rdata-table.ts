import { dnssec } from './rdata-dnssec.js';
import { limits } from './rdata-limits.js';
import { names } from './rdata-names.js';
import { octets, type RdataRow } from './rdata-row.js';
import { services } from './rdata-services.js';
import { texts } from './rdata-texts.js';

const addresses: readonly RdataRow[] = [
  {
    type: 'A',
    what: 'RFC 1035',
    hex: 'c0000201',
    fields: { address: '192.0.2.1' },
    text: '192.0.2.1',
    alsoWritten: ['\\# 4 C0000201', '\\# 4 c0 00 02 01', '  192.0.2.1\t'],
  },
  { type: 'A', what: 'zeros', hex: '00000000', fields: { address: '0.0.0.0' }, text: '0.0.0.0' },
  {
    type: 'AAAA',
    what: 'RFC 3596',
    hex: '20010db8 00000000 00000000 00000001',
    fields: { address: '2001:db8::1' },
    text: '2001:db8::1',
    alsoWritten: ['2001:DB8:0:0:0:0:0:1', '2001:db8::0.0.0.1'],
  },
  {
    type: 'AAAA',
    what: 'IPv4-mapped',
    hex: '00000000 00000000 0000ffff c0000201',
    fields: { address: '::ffff:192.0.2.1' },
    text: '::ffff:192.0.2.1',
    alsoWritten: ['::ffff:c000:201'],
  },
];

const sha256 = 'd2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971';

const certificates: readonly RdataRow[] = [
  ...(['TLSA', 'SMIMEA'] as const).map((type) => ({
    type,
    what: 'RFC 6698 section 2.3',
    hex: `00 00 01 ${sha256}`,
    fields: { usage: 0, selector: 0, matchingType: 1, data: octets(sha256) },
    text: `0 0 1 ${sha256}`,
    alsoWritten: [`0 0 1 ${sha256.slice(0, 31)} ${sha256.slice(31).toUpperCase()}`],
  })),
  {
    type: 'SSHFP',
    what: 'RFC 4255 section 3.2',
    hex: '02 01 123456789abcdef67890123456789abcdef67890',
    fields: {
      algorithm: 2,
      fingerprintType: 1,
      fingerprint: octets('123456789abcdef67890123456789abcdef67890'),
    },
    text: '2 1 123456789abcdef67890123456789abcdef67890',
  },
  {
    type: 'CERT',
    what: 'RFC 4398',
    hex: 'fffe 1234 08 00010203',
    fields: { certificateType: 65_534, keyTag: 0x1234, algorithm: 8, certificate: octets('00010203') },
    text: '65534 4660 8 AAECAw==',
    alsoWritten: ['65534 4660 RSASHA256 AAEC Aw=='],
  },
  {
    type: 'CERT',
    what: 'a mnemonic, RFC 4398 section 2.2',
    hex: '0003 0000 00 ff',
    fields: { certificateType: 3, keyTag: 0, algorithm: 0, certificate: octets('ff') },
    text: '3 0 0 /w==',
    alsoWritten: ['PGP 0 0 /w=='],
  },
  { type: 'OPENPGPKEY', what: 'RFC 7929', hex: 'fbff', fields: { publicKey: octets('fbff') }, text: '+/8=' },
  { type: 'OPENPGPKEY', what: 'empty', hex: '', fields: { publicKey: octets('') }, text: '\\# 0' },
];

const places: readonly RdataRow[] = [
  {
    type: 'LOC',
    what: 'RFC 1876 section 4',
    hex: '00 33 16 13 89172dd0 70be15f0 00988d20',
    fields: {
      version: 0,
      size: 3000,
      horizontalPrecision: 1_000_000,
      verticalPrecision: 1000,
      latitude: 42.365,
      longitude: -71.105,
      altitude: -24,
    },
    text: '42 21 54.000 N 71 6 18.000 W -24.00m 30m 10000m 10m',
    alsoWritten: ['42 21 54 N 71 06 18 W -24m 30m', '42 21 54.0 n 71 6 18 w -24 30 10000.00 10'],
  },
  {
    type: 'LOC',
    what: 'the equator, the bottom, lengths below a metre',
    hex: '00 00 10 99 80000000 80000001 00000000',
    fields: {
      version: 0,
      size: 0,
      horizontalPrecision: 1,
      verticalPrecision: 9_000_000_000,
      latitude: 0,
      longitude: 1 / 3_600_000,
      altitude: -100_000,
    },
    text: '0 0 0.000 N 0 0 0.001 E -100000.00m 0m 0.01m 90000000m',
    alsoWritten: ['0 S 0 0 0.001 E -100000m 0 0.01 99999999.99'],
  },
  {
    type: 'EUI48',
    what: 'RFC 7043 section 3.2',
    hex: '00005e00532a',
    fields: { address: '00-00-5e-00-53-2a' },
    text: '00-00-5e-00-53-2a',
    alsoWritten: ['00-00-5E-00-53-2A'],
  },
  {
    type: 'EUI64',
    what: 'RFC 7043 section 4.2',
    hex: '00005eef1000002a',
    fields: { address: '00-00-5e-ef-10-00-00-2a' },
    text: '00-00-5e-ef-10-00-00-2a',
  },
  {
    type: 'APL',
    what: 'RFC 3123 section 5',
    hex: '0001 15 03 c0a820 0001 1c 83 c0a826',
    fields: {
      prefixes: [
        { family: 1, prefix: 21, negation: false, address: '192.168.32.0' },
        { family: 1, prefix: 28, negation: true, address: '192.168.38.0' },
      ],
    },
    text: '1:192.168.32.0/21 !1:192.168.38.0/28',
  },
  {
    type: 'APL',
    what: 'RFC 3123 section 5, multicast',
    hex: '0001 04 01 e0 0002 08 01 ff 0002 00 00',
    fields: {
      prefixes: [
        { family: 1, prefix: 4, negation: false, address: '224.0.0.0' },
        { family: 2, prefix: 8, negation: false, address: 'ff00::' },
        { family: 2, prefix: 0, negation: false, address: '::' },
      ],
    },
    text: '1:224.0.0.0/4 2:ff00::/8 2:::/0',
    alsoWritten: ['1:224.0.0.0/4 2:FF00:0:0:0:0:0:0:0/8 2:0::0/0'],
  },
  {
    type: 'APL',
    what: 'another family, which has no text',
    hex: '0001 08 01 0a 0003 ff 82 0100',
    fields: {
      prefixes: [
        { family: 1, prefix: 8, negation: false, address: '10.0.0.0' },
        { family: 3, prefix: 255, negation: true, address: octets('0100') },
      ],
    },
    text: '\\# 11 000108010a0003ff820100',
  },
  { type: 'APL', what: 'an empty list', hex: '', fields: { prefixes: [] }, text: '\\# 0', alsoWritten: [''] },
];

const others: readonly RdataRow[] = [
  {
    type: 'TYPE65280',
    what: 'RFC 3597 section 5',
    hex: '0a000001',
    fields: { data: octets('0a000001') },
    text: '\\# 4 0a000001',
  },
  {
    type: 'TYPE731',
    what: 'RFC 3597: six octets',
    hex: 'abcdef012345',
    fields: { data: octets('abcdef012345') },
    text: '\\# 6 abcdef012345',
    alsoWritten: ['\\# 6 abcdef 01 23 45'],
  },
  { type: 'TYPE62347', what: 'RFC 3597: no octets', hex: '', fields: { data: octets('') }, text: '\\# 0' },
];

/** Every type with at least one RDATA, from its RFC where that has an example. */
export const rdataTable: readonly RdataRow[] = [
  ...addresses,
  ...names,
  ...texts,
  ...dnssec,
  ...certificates,
  ...places,
  ...services,
  ...others,
  ...limits,
];
