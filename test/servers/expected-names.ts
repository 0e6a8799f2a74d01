import type { ResourceRecord } from '../../src/records/record-map.js';
import { head, hex } from './expect-record.js';

/** Addresses in every-type.zone, by hand. */
export const expectedAddresses: readonly ResourceRecord[] = [
  { ...head('a', 'A', 60), address: '0.0.0.0' },
  { ...head('a', 'A', 60), address: '192.0.2.1' },
  { ...head('a', 'A', 60), address: '255.255.255.255' },
  { ...head('year', 'A', 2_147_483_647), address: '192.0.2.2' },
  { ...head('aaaa', 'AAAA', 0), address: '::' },
  { ...head('aaaa', 'AAAA', 0), address: '::1' },
  { ...head('aaaa', 'AAAA', 0), address: '::ffff:192.0.2.1' },
  // RFC 5952 section 4.2.3: the longest run of zeros; of equal ones the first.
  { ...head('aaaa', 'AAAA', 0), address: '2001:0:0:1::1' },
  { ...head('aaaa', 'AAAA', 0), address: '2001:db8::1:0:0:1' },
  // RFC 5952 section 4.2.2: one group of zeros alone is not shortened.
  { ...head('aaaa', 'AAAA', 0), address: '2001:db8:0:1:1:1:1:1' },
  { ...head('aaaa', 'AAAA', 0), address: 'fe80::' },
  {
    ...head('apl', 'APL'),
    prefixes: [
      { family: 1, prefix: 21, negation: false, address: '192.168.32.0' },
      { family: 1, prefix: 28, negation: true, address: '192.168.38.0' },
    ],
  },
  {
    ...head('apl6', 'APL'),
    prefixes: [
      { family: 1, prefix: 0, negation: false, address: '0.0.0.0' },
      { family: 2, prefix: 32, negation: false, address: '2001:db8::' },
      { family: 2, prefix: 8, negation: true, address: 'ff00::' },
    ],
  },
  { ...head('apl-empty', 'APL'), prefixes: [] },
  { ...head('eui48', 'EUI48'), address: '00-00-5e-00-53-2a' },
  { ...head('eui64', 'EUI64'), address: '00-00-5e-ef-10-00-00-2a' },
  ...Array.from({ length: 100 }, (_, last) => ({ ...head('hundred', 'A'), address: `198.51.100.${last}` })),
];

/** Records of every-type.zone whose RDATA is made of names and numbers, by hand. */
export const expectedNames: readonly ResourceRecord[] = [
  {
    ...head('@', 'SOA'),
    mname: 'ns.types.example',
    rname: 'host\\.master.types.example',
    serial: 2_026_112_301,
    refresh: 7200,
    retry: 900,
    expire: 1_209_600,
    minimum: 300,
  },
  { ...head('@', 'NS'), target: 'ns.types.example' },
  { ...head('@', 'NS'), target: 'ns2.types.example' },
  { ...head('ptr', 'PTR'), target: 'host.types.example' },
  { ...head('cname', 'CNAME'), target: 'a.types.example' },
  { ...head('dname', 'DNAME'), target: 'dname-target.types.example' },
  { ...head('mx', 'MX'), preference: 0, exchange: 'mail.types.example' },
  { ...head('mx', 'MX'), preference: 10, exchange: 'mail.example.net' },
  { ...head('mx', 'MX'), preference: 65_535, exchange: '.' },
  { ...head('null-mx', 'MX'), preference: 0, exchange: '.' },
  { ...head('srv', 'SRV'), priority: 10, weight: 60, port: 5060, target: 'sip.types.example' },
  { ...head('srv-none', 'SRV'), priority: 0, weight: 0, port: 0, target: '.' },
  {
    ...head('naptr', 'NAPTR'),
    order: 100,
    preference: 50,
    flags: 'u',
    services: 'E2U+sip',
    regexp: '!^.*$!sip:info@example.com!',
    replacement: '.',
  },
  {
    ...head('naptr-group', 'NAPTR'),
    order: 100,
    preference: 50,
    flags: '',
    services: '',
    regexp: '!^(.*)@(.*)$!\\2;\\1!i',
    replacement: '_sip._udp.types.example',
  },
  { ...head('rp', 'RP'), mailbox: 'mbox\\.with\\.dots.types.example', txtDomain: 'people.types.example' },
  { ...head('afsdb', 'AFSDB'), subtype: 1, hostname: 'afs.types.example' },
];

/** Records of every-type.zone under names that trip programs up, by hand. */
export const expectedOddNames: readonly ResourceRecord[] = [
  { ...head('upper', 'A'), address: '192.0.2.60' },
  { ...head('UPPER', 'A'), address: '192.0.2.60' },
  { ...head('uPpEr-Mx', 'MX'), preference: 5, exchange: 'mail.types.example' },
  { ...head('\\000\\001\\031\\127\\128\\255', 'A'), address: '192.0.2.61' },
  { ...head('dot\\.in\\.label', 'A'), address: '192.0.2.62' },
  { ...head('sp\\032ace', 'A'), address: '192.0.2.63' },
  { ...head('\\"\\;\\(\\)\\@\\$\\\\', 'A'), address: '192.0.2.64' },
  { ...head('odd-target', 'CNAME'), target: '\\"a\\.b\\"\\032\\009\\200.types.example' },
  { ...head('__proto__', 'A'), address: '192.0.2.65' },
  {
    ...head('constructor', 'TXT'),
    strings: [hex('6e6f7420612066756e6374696f6e')],
    text: 'not a function',
  },
  { ...head('_under._score', 'TXT'), strings: [hex('756e64657273636f726573')], text: 'underscores' },
  { ...head('a/b', 'A'), address: '192.0.2.66' },
  { ...head('0', 'A'), address: '192.0.2.67' },
  { ...head('xn--bcher-kva', 'A'), address: '192.0.2.68' },
  { ...head('l'.repeat(63), 'A'), address: '192.0.2.69' },
  // 255 octets on the wire: the longest name there can be.
  {
    ...head(`${'x'.repeat(63)}.${'y'.repeat(63)}.${'z'.repeat(63)}.${'w'.repeat(47)}`, 'A'),
    address: '192.0.2.70',
  },
  { ...head('any.thing.wild', 'A', 120), address: '192.0.2.41' },
  { ...head('*.wild', 'A', 120), address: '192.0.2.41' },
  { ...head('self.wild', 'A'), address: '192.0.2.42' },
];
