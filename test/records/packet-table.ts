import type { ResourceRecord } from '../../src/records/record-map.js';

/** The Buffers that dns-packet's encode wants. */
export const toBuffer = (octets: Uint8Array): Buffer => Buffer.from(octets);
export const owner = { name: 'www.example.com', class: 'IN', ttl: 300 } as const;
export const packetOwner = { name: 'www.example.com', class: 'IN', ttl: 300, flush: false } as const;
export const octets = (...list: readonly number[]) => Uint8Array.from(list);
export const utf8 = (text: string) => new TextEncoder().encode(text);
const sha1 = new Uint8Array(20).fill(0xab);

/** Records that dns-packet has fields for, beside what it calls them. */
export const pairs: readonly (readonly [record: ResourceRecord, type: string, data: unknown])[] = [
  [{ ...owner, type: 'A', address: '192.0.2.1' }, 'A', '192.0.2.1'],
  [{ ...owner, type: 'AAAA', address: '2001:db8::1' }, 'AAAA', '2001:db8::1'],
  [{ ...owner, type: 'NS', target: 'ns.example.com' }, 'NS', 'ns.example.com'],
  [{ ...owner, type: 'CNAME', target: '.' }, 'CNAME', '.'],
  [{ ...owner, type: 'DNAME', target: 'a_b-c.example' }, 'DNAME', 'a_b-c.example'],
  [{ ...owner, type: 'PTR', target: '\\@.Ex\\;ample' }, 'PTR', '@.Ex;ample'],
  [
    { ...owner, type: 'MX', preference: 10, exchange: 'mx.example' },
    'MX',
    { preference: 10, exchange: 'mx.example' },
  ],
  [
    { ...owner, type: 'TXT', strings: [octets(0xff), octets(), utf8('b')], text: '\\255b' },
    'TXT',
    [toBuffer(octets(0xff)), toBuffer(octets()), toBuffer(utf8('b'))],
  ],
  [
    { ...owner, type: 'CAA', critical: true, flags: 128, tag: 'issue', value: 'ca.example' },
    'CAA',
    { flags: 128, issuerCritical: true, tag: 'issue', value: 'ca.example' },
  ],
  [{ ...owner, type: 'HINFO', cpu: 'PDP-11', os: 'ÜNIX' }, 'HINFO', { cpu: 'PDP-11', os: 'ÜNIX' }],
  [
    {
      ...owner,
      type: 'NAPTR',
      order: 1,
      preference: 2,
      flags: 'u',
      services: 'E2U+sip',
      regexp: '!^.*$!sip:\\1@x!',
      replacement: '.',
    },
    'NAPTR',
    {
      order: 1,
      preference: 2,
      flags: 'u',
      services: 'E2U+sip',
      regexp: '!^.*$!sip:\\1@x!',
      replacement: '.',
    },
  ],
  [
    { ...owner, type: 'RP', mailbox: 'john\\.doe.example', txtDomain: '.' },
    'RP',
    { mbox: 'john\\.doe.example', txt: '.' },
  ],
  [
    {
      ...owner,
      type: 'SOA',
      mname: 'ns.example',
      rname: 'host\\.master.example',
      serial: 1,
      refresh: 2,
      retry: 3,
      expire: 4,
      minimum: 5,
    },
    'SOA',
    {
      mname: 'ns.example',
      rname: 'host\\.master.example',
      serial: 1,
      refresh: 2,
      retry: 3,
      expire: 4,
      minimum: 5,
    },
  ],
  [
    { ...owner, type: 'SRV', priority: 1, weight: 2, port: 3, target: 'sip.example' },
    'SRV',
    { priority: 1, weight: 2, port: 3, target: 'sip.example' },
  ],
  [
    { ...owner, type: 'SSHFP', algorithm: 1, fingerprintType: 1, fingerprint: sha1 },
    'SSHFP',
    { algorithm: 1, hash: 1, fingerprint: 'AB'.repeat(20) },
  ],
  [
    { ...owner, type: 'TLSA', usage: 3, selector: 1, matchingType: 1, data: sha1 },
    'TLSA',
    { usage: 3, selector: 1, matchingType: 1, certificate: toBuffer(sha1) },
  ],
  [
    { ...owner, type: 'DS', keyTag: 7, algorithm: 8, digestType: 1, digest: sha1 },
    'DS',
    { keyTag: 7, algorithm: 8, digestType: 1, digest: toBuffer(sha1) },
  ],
  [
    {
      ...owner,
      type: 'DNSKEY',
      flags: 257,
      protocol: 3,
      algorithm: 8,
      publicKey: octets(1, 2, 3),
      keyTag: 2059,
    },
    'DNSKEY',
    { flags: 257, algorithm: 8, key: toBuffer(octets(1, 2, 3)) },
  ],
  [
    {
      ...owner,
      type: 'RRSIG',
      typeCovered: 'HTTPS',
      algorithm: 8,
      labels: 2,
      originalTtl: 300,
      expiration: 2_000_000_000,
      inception: 1_900_000_000,
      keyTag: 7,
      signerName: 'example',
      signature: sha1,
    },
    'RRSIG',
    {
      typeCovered: 'UNKNOWN_65',
      algorithm: 8,
      labels: 2,
      originalTTL: 300,
      expiration: 2_000_000_000,
      inception: 1_900_000_000,
      keyTag: 7,
      signersName: 'example',
      signature: toBuffer(sha1),
    },
  ],
  [
    { ...owner, type: 'NSEC', nextDomain: 'b.example', types: ['A', 'HTTPS', 'TYPE65280'] },
    'NSEC',
    { nextDomain: 'b.example', rrtypes: ['A', 'UNKNOWN_65', 'UNKNOWN_65280'] },
  ],
  [
    {
      ...owner,
      type: 'NSEC3',
      hashAlgorithm: 1,
      flags: 1,
      iterations: 0,
      salt: octets(),
      nextHashedOwner: sha1,
      types: ['SOA'],
    },
    'NSEC3',
    {
      algorithm: 1,
      flags: 1,
      iterations: 0,
      salt: toBuffer(octets()),
      nextDomain: toBuffer(sha1),
      rrtypes: ['SOA'],
    },
  ],
];

/** Records whose RDATA goes as octets, and why. */
export const raw: readonly (readonly [
  why: string,
  record: ResourceRecord,
  type: string,
  data: Uint8Array,
])[] = [
  [
    'a type without a name',
    { ...owner, type: 'URI', priority: 1, weight: 2, target: 'a' },
    'UNKNOWN_256',
    octets(0, 1, 0, 2, 97),
  ],
  ['a type left as octets', { ...owner, type: 'AFSDB', subtype: 1, hostname: '.' }, 'AFSDB', octets(0, 1, 0)],
  ['a type rxdns does not know', { ...owner, type: 'TYPE99', data: octets(1, 2) }, 'SPF', octets(1, 2)],
  [
    'an A in another class',
    { ...owner, class: 'CH', type: 'TYPE1', data: octets(0, 1) },
    'UNKNOWN_1',
    octets(0, 1),
  ],
  ['a dot in a label', { ...owner, type: 'NS', target: 'a\\.b' }, 'UNKNOWN_2', octets(3, 97, 46, 98, 0)],
  ['a label that is not UTF-8', { ...owner, type: 'CNAME', target: '\\255' }, 'UNKNOWN_5', octets(1, 255, 0)],
  ['a line end in a label', { ...owner, type: 'PTR', target: '\\010' }, 'UNKNOWN_12', octets(1, 10, 0)],
  [
    'a text that is not UTF-8',
    { ...owner, type: 'HINFO', cpu: '\\255', os: '' },
    'UNKNOWN_13',
    octets(1, 255, 0),
  ],
  [
    'reserved flags beside the critical one',
    { ...owner, type: 'CAA', critical: true, flags: 129, tag: 'issue', value: '' },
    'UNKNOWN_257',
    octets(129, 5, 105, 115, 115, 117, 101),
  ],
  [
    'a fingerprint of a type dns-packet does not know',
    { ...owner, type: 'SSHFP', algorithm: 1, fingerprintType: 3, fingerprint: octets(1, 2) },
    'UNKNOWN_44',
    octets(1, 3, 1, 2),
  ],
  [
    'a key of another protocol',
    {
      ...owner,
      type: 'DNSKEY',
      flags: 0,
      protocol: 2,
      algorithm: 3,
      publicKey: octets(1, 2, 3),
      keyTag: 1541,
    },
    'UNKNOWN_48',
    octets(0, 0, 2, 3, 1, 2, 3),
  ],
  [
    'a mailbox that ends in a dot of its one label',
    { ...owner, type: 'RP', mailbox: 'a\\.', txtDomain: '.' },
    'UNKNOWN_17',
    octets(2, 97, 46, 0, 0),
  ],
  [
    'a mailbox that begins with a dot',
    { ...owner, type: 'RP', mailbox: '\\.a', txtDomain: '.' },
    'UNKNOWN_17',
    octets(2, 46, 97, 0, 0),
  ],
  [
    'a mailbox with a dot in its second label',
    { ...owner, type: 'RP', mailbox: 'a.b\\.c', txtDomain: '.' },
    'UNKNOWN_17',
    octets(1, 97, 3, 98, 46, 99, 0, 0),
  ],
];
