import { ascii, exampleCom, octets, type RdataRow } from './rdata-row.js';

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const base64ToHex = (text: string): string => Buffer.from(text, 'base64').toString('hex');
const hostExampleCom = `04${ascii('host')}${exampleCom}`;

const dskey =
  'AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==';
const zoneKey =
  'AQPSKmynfzW4kyBv015MUG2DeIQ3Cbl+BBZH4b/0PY1kxkmvHjcZc8nokfzj31GajIQKY+5CptLr3buXA10hWqTkF7H6RfoRqXQeogmMHfpftf6zMv1LyBUgia7za6ZEzOJBOztyvhjL742iU/TpPSEDhm2SNKLijfUppn1UaNvv4w==';
const signature =
  'oJB1W6WNGv+ldvQ3WDG0MQkg5IEhjRip8WTrPYGv07h108dUKGMeDPKijVCHX3DDKdfb+v6oB9wfuh3DTJXUAfI/M0zmO/zz8bW0Rznl8O3tGNazPwQKkRN20XPXV6nwwfoXmJQbsLNrLfkGJ5D6fwFm8nN+6pBzeDQfsS3Ap3o=';

export const dnssec: readonly RdataRow[] = [
  ...(['DS', 'CDS'] as const).map((type) => ({
    type,
    what: 'RFC 4034 section 5.4',
    hex: 'ec45 05 01 2bb183af5f22588179a53b0a98631fad1a292118',
    fields: {
      keyTag: 60_485,
      algorithm: 5,
      digestType: 1,
      digest: octets('2bb183af5f22588179a53b0a98631fad1a292118'),
    },
    text: '60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118',
    alsoWritten: ['60485 RSASHA1 1 2BB183AF5F22588179A53B0A 98631FAD1A292118'],
  })),
  {
    type: 'DS',
    what: 'an empty digest, which text cannot show',
    hex: 'ec45 05 01',
    fields: { keyTag: 60_485, algorithm: 5, digestType: 1, digest: octets('') },
    text: '\\# 4 ec450501',
  },
  ...(['DNSKEY', 'CDNSKEY'] as const).map((type) => ({
    type,
    what: 'RFC 4034 section 5.4',
    hex: `0100 03 05 ${base64ToHex(dskey)}`,
    fields: { flags: 256, protocol: 3, algorithm: 5, publicKey: fromBase64(dskey), keyTag: 60_485 },
    text: `256 3 5 ${dskey}`,
    alsoWritten: [`256 3 rsasha1 ${dskey.slice(0, 50)} ${dskey.slice(50)}`],
  })),
  {
    type: 'DNSKEY',
    what: 'RFC 4034 section 2.3',
    hex: `0100 03 05 ${base64ToHex(zoneKey)}`,
    fields: { flags: 256, protocol: 3, algorithm: 5, publicKey: fromBase64(zoneKey), keyTag: 2642 },
    text: `256 3 5 ${zoneKey}`,
  },
  {
    type: 'DNSKEY',
    what: 'RSA/MD5, RFC 4034 appendix B.1',
    hex: '0100 03 01 0000000000123456',
    fields: { flags: 256, protocol: 3, algorithm: 1, publicKey: octets('0000000000123456'), keyTag: 0x1234 },
    text: '256 3 1 AAAAAAASNFY=',
  },
  {
    type: 'RRSIG',
    what: 'RFC 4034 section 3.3',
    hex: `0001 05 03 00015180 3e7c9dd7 3e5510d7 0a52 ${exampleCom} ${base64ToHex(signature)}`,
    fields: {
      typeCovered: 'A',
      algorithm: 5,
      labels: 3,
      originalTtl: 86_400,
      expiration: Date.UTC(2003, 2, 22, 17, 31, 3) / 1000,
      inception: Date.UTC(2003, 1, 20, 17, 31, 3) / 1000,
      keyTag: 2642,
      signerName: 'example.com',
      signature: fromBase64(signature),
    },
    text: `A 5 3 86400 20030322173103 20030220173103 2642 example.com. ${signature}`,
    alsoWritten: [`TYPE1 RSASHA1 3 86400 1048354263 1045762263 2642 @ ${signature}`],
  },
  {
    type: 'RRSIG',
    what: 'the ends of 32 bits, an unknown type',
    hex: `ff10 0d 00 00000000 ffffffff 00000000 0000 00 00`,
    fields: {
      typeCovered: 'TYPE65296',
      algorithm: 13,
      labels: 0,
      originalTtl: 0,
      expiration: 0xffff_ffff,
      inception: 0,
      keyTag: 0,
      signerName: '.',
      signature: octets('00'),
    },
    text: 'TYPE65296 13 0 0 21060207062815 19700101000000 0 . AA==',
  },
  {
    type: 'NSEC',
    what: 'RFC 4034 section 4.3',
    hex: `${hostExampleCom} 0006 40 01 00 00 00 03 041b ${'00'.repeat(26)} 20`,
    fields: { nextDomain: 'host.example.com', types: ['A', 'MX', 'RRSIG', 'NSEC', 'TYPE1234'] },
    text: 'host.example.com. A MX RRSIG NSEC TYPE1234',
    alsoWritten: ['host NSEC TYPE1234 rrsig A MX TYPE15'],
  },
  {
    type: 'NSEC',
    what: 'no types, as some signers send it',
    hex: '00',
    fields: { nextDomain: '.', types: [] },
    text: '.',
  },
  {
    type: 'NSEC',
    what: 'the first and the last type there can be, and CAA',
    hex: `00 0001 80 0101 40 ff20${'00'.repeat(31)}01`,
    fields: { nextDomain: '.', types: ['TYPE0', 'CAA', 'TYPE65535'] },
    text: '. TYPE0 CAA TYPE65535',
  },
  {
    type: 'NSEC3',
    what: 'RFC 5155 appendix A',
    hex: '01 01 000c 04 aabbccdd 14 174eb2409fe28bcb4887a1836f957f0a8425e27b 0007 22 01 00 00 00 02 90',
    fields: {
      hashAlgorithm: 1,
      flags: 1,
      iterations: 12,
      salt: octets('aabbccdd'),
      nextHashedOwner: octets('174eb2409fe28bcb4887a1836f957f0a8425e27b'),
      types: ['NS', 'SOA', 'MX', 'RRSIG', 'DNSKEY', 'NSEC3PARAM'],
    },
    text: '1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS SOA MX RRSIG DNSKEY NSEC3PARAM',
    alsoWritten: ['1 1 12 AABBCCDD 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR MX DNSKEY NS SOA NSEC3PARAM RRSIG'],
  },
  {
    type: 'NSEC3',
    what: 'no salt, no types',
    hex: '01 00 0000 00 01 ff',
    fields: {
      hashAlgorithm: 1,
      flags: 0,
      iterations: 0,
      salt: octets(''),
      nextHashedOwner: octets('ff'),
      types: [],
    },
    text: '1 0 0 - vs',
  },
  {
    type: 'NSEC3PARAM',
    what: 'RFC 5155 appendix A',
    hex: '01 00 000c 04 aabbccdd',
    fields: { hashAlgorithm: 1, flags: 0, iterations: 12, salt: octets('aabbccdd') },
    text: '1 0 12 aabbccdd',
  },
  {
    type: 'NSEC3PARAM',
    what: 'no salt, RFC 9276',
    hex: '01 00 0000 00',
    fields: { hashAlgorithm: 1, flags: 0, iterations: 0, salt: octets('') },
    text: '1 0 0 -',
  },
];
