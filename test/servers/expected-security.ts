import type { ResourceRecord } from '../../src/records/record-map.js';
import { base64, head, hex } from './expect-record.js';

/** Certificates, keys and DNSSEC records of every-type.zone, by hand. */
export const expectedSecurity: readonly ResourceRecord[] = [
  {
    ...head('_443._tcp', 'TLSA'),
    usage: 3,
    selector: 1,
    matchingType: 1,
    data: hex('0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'),
  },
  { ...head('smimea', 'SMIMEA'), usage: 0, selector: 0, matchingType: 2, data: hex('00ff') },
  {
    ...head('sshfp', 'SSHFP'),
    algorithm: 2,
    fingerprintType: 1,
    fingerprint: hex('123456789abcdef67890123456789abcdef67890'),
  },
  {
    ...head('cert', 'CERT'),
    certificateType: 1,
    keyTag: 65_535,
    algorithm: 8,
    certificate: base64('MIICXAIBAAKBgQ=='),
  },
  { ...head('cert-oid', 'CERT'), certificateType: 254, keyTag: 0, algorithm: 0, certificate: hex('00') },
  { ...head('openpgpkey', 'OPENPGPKEY'), publicKey: base64('mQENBFVHm5sBCACr') },
  {
    ...head('dskey', 'DNSKEY'),
    flags: 256,
    protocol: 3,
    algorithm: 5,
    publicKey: base64(
      'AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd' +
        '/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==',
    ),
    // RFC 4034 section 5.4 names it.
    keyTag: 60_485,
  },
  {
    ...head('dskey-rsamd5', 'DNSKEY'),
    flags: 257,
    protocol: 3,
    algorithm: 1,
    publicKey: hex('010203040506'),
    // RFC 4034 appendix B.1: the last but one 16 bits of an RSA/MD5 modulus, 0x0405.
    keyTag: 0x0405,
  },
  {
    ...head('dskey', 'DS'),
    keyTag: 60_485,
    algorithm: 5,
    digestType: 1,
    digest: hex('2bb183af5f22588179a53b0a98631fad1a292118'),
  },
  {
    ...head('dskey', 'CDS'),
    keyTag: 60_485,
    algorithm: 5,
    digestType: 1,
    digest: hex('2bb183af5f22588179a53b0a98631fad1a292118'),
  },
  // RFC 8078 section 4: "delete the DS records".
  { ...head('@', 'CDS'), keyTag: 0, algorithm: 0, digestType: 0, digest: hex('00') },
  {
    ...head('@', 'CDNSKEY'),
    flags: 0,
    protocol: 3,
    algorithm: 0,
    publicKey: hex('00'),
    // RFC 4034 appendix B over 00 00 03 00 00.
    keyTag: 768,
  },
  {
    ...head('rrsig', 'RRSIG', 86_400),
    typeCovered: 'A',
    algorithm: 5,
    labels: 3,
    originalTtl: 86_400,
    expiration: Date.UTC(2030, 2, 22, 17, 31, 3) / 1000,
    inception: Date.UTC(2020, 1, 20, 17, 31, 3) / 1000,
    keyTag: 2642,
    signerName: 'types.example',
    signature: base64('oJB1W6WNGv+ldvQ3WDG0MQkg5IEhjRip8WTr'),
  },
  {
    ...head('rrsig-max', 'RRSIG', 2_147_483_647),
    typeCovered: 'TYPE65280',
    algorithm: 253,
    labels: 255,
    originalTtl: 2_147_483_647,
    expiration: 4_294_967_295,
    inception: 0,
    keyTag: 65_535,
    signerName: '.',
    signature: hex('00'),
  },
  {
    ...head('nsec', 'NSEC'),
    nextDomain: 'host.types.example',
    types: ['A', 'MX', 'RRSIG', 'NSEC', 'TYPE1234'],
  },
  { ...head('nsec-empty', 'NSEC'), nextDomain: '\\000.nsec-empty.types.example', types: [] },
  { ...head('nsec-wide', 'NSEC'), nextDomain: '.', types: ['A', 'CAA', 'TYPE65535'] },
  { ...head('@', 'NSEC3PARAM'), hashAlgorithm: 1, flags: 0, iterations: 10, salt: hex('aabbccdd') },
];
