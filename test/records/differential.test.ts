import dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DnsClass, typeCode } from '../../src/records/codes.js';
import { decodeMessage, encodeMessage, type Message } from '../../src/records/message.js';
import { fromPacket, toPacket } from '../../src/records/packet.js';
import { encodeQuery, encodeQuestion } from '../../src/records/query.js';
import type { ResourceRecord } from '../../src/records/record-map.js';
import { anyType, data, flag, hostname, record, uint16 } from './arbitraries.js';
import { recordOf, unknownRecord } from './record-arbitraries.js';

/**
 * dns-packet 5.6.1 as the other implementation. What it cannot do is left out:
 *
 * - owners and questions but host names: it splits labels at dots inside them, and replaces what is not UTF-8
 * - classes but these four: it writes all others as 0
 * - RDATA that `toPacket` gives as `UNKNOWN_nnn` though the type has a name: see docs/decisions/0001-wire-codec.md
 * - EDNS options 8, 11 and 14 with any data: it reads their fields without a look at the option's length
 */
const packetClass = fc.constantFrom<DnsClass>('IN', 'CH', 'HS', 'ANY');
const option = record({ code: uint16.filter((code) => ![8, 11, 14].includes(code)), data: data(0, 20) });

const toBuffer = (octets: Uint8Array): Buffer => Buffer.from(octets);
const all: readonly (readonly [string, fc.Arbitrary<ResourceRecord>])[] = [
  ...Object.entries(recordOf),
  ['unknown', unknownRecord],
];

/** The same records with owners and classes that dns-packet can write. */
function comparable(records: fc.Arbitrary<ResourceRecord>): fc.Arbitrary<ResourceRecord> {
  return fc
    .tuple(records, hostname, packetClass)
    .map(([given, name, dnsClass]) => ({ ...given, name, class: given.type === 'A' ? 'IN' : dnsClass }));
}

/** Whether dns-packet has no other way to say this record than its octets, though it knows the type. */
function isBeyondPacket(given: ResourceRecord): boolean {
  const type: string = toPacket({ ...empty, answers: [given] }, toBuffer).answers[0]?.type ?? '';
  return type.startsWith('UNKNOWN_') && namedTypes.has(given.type);
}

const namedTypes: ReadonlySet<string> = new Set(
  [
    'A',
    'AAAA',
    'CAA',
    'CNAME',
    'DNAME',
    'DNSKEY',
    'DS',
    'HINFO',
    'MX',
    'NAPTR',
    'NS',
    'NSEC',
    'NSEC3',
    'PTR',
    'RP',
  ].concat(['RRSIG', 'SOA', 'SRV', 'SSHFP', 'TLSA', 'TXT']),
);

const empty: Message = {
  id: 0,
  opcode: 'QUERY',
  rcode: 'NOERROR',
  flags: { qr: true, aa: false, tc: false, rd: false, ra: false, ad: false, cd: false },
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
};

const message = record<Message>({
  id: uint16,
  opcode: fc.constantFrom('QUERY', 'IQUERY', 'STATUS', 'NOTIFY', 'UPDATE', 'OPCODE3', 'DSO', 'OPCODE15'),
  rcode: fc.constantFrom(
    'NOERROR',
    'NXDOMAIN',
    'NOTZONE',
    'DSOTYPENI',
    'RCODE15',
    'BADVERS',
    'BADCOOKIE',
    'RCODE4095',
  ),
  flags: record({ qr: flag, aa: flag, tc: flag, rd: flag, ra: flag, ad: flag, cd: flag }),
  questions: fc.array(record({ name: hostname, type: anyType, class: packetClass }), { maxLength: 2 }),
  answers: fc.array(
    comparable(recordOf.MX).filter((given) => !isBeyondPacket(given)),
    { maxLength: 4 },
  ),
  authorities: fc.array(
    comparable(recordOf.NS).filter((given) => !isBeyondPacket(given)),
    { maxLength: 4 },
  ),
  additionals: fc.array(comparable(recordOf.AAAA), { maxLength: 4 }),
  edns: record({
    version: fc.constantFrom(0, 1),
    payloadSize: fc.integer({ min: 512, max: 0xffff }),
    dnssecOk: flag,
    options: fc.array(option, { maxLength: 3 }),
  }),
});

describe('what rxdns writes, dns-packet reads', () => {
  it.each(all)('a record: %s', (_, records) => {
    fc.assert(
      fc.property(
        comparable(records).filter((given) => !isBeyondPacket(given)),
        (given) => {
          const wire = Buffer.from(encodeMessage({ ...empty, answers: [given] }));
          expect(fromPacket(dnsPacket.decode(wire)).answers).toStrictEqual([given]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('a message, with names compressed', () => {
    fc.assert(
      fc.property(message, (given) => {
        expect(fromPacket(dnsPacket.decode(Buffer.from(encodeMessage(given))))).toStrictEqual(given);
      }),
      { numRuns: 150 },
    );
  });

  it('a query', () => {
    fc.assert(
      fc.property(uint16, hostname, anyType, flag, fc.array(option), (id, name, type, bit, options) => {
        const question = encodeQuestion(name, typeCode(type), 1);
        const edns = { version: 0, payloadSize: 1232, dnssecOk: bit, options };
        const wire = encodeQuery({ id, question, recurse: bit, checkingDisabled: !bit, edns });
        expect(fromPacket(dnsPacket.decode(Buffer.from(wire)))).toStrictEqual({
          ...empty,
          id,
          flags: { ...empty.flags, qr: false, rd: bit, cd: !bit },
          questions: [{ name, type, class: 'IN' }],
          edns,
        });
      }),
      { numRuns: 150 },
    );
  });
});

describe('what dns-packet writes, rxdns reads', () => {
  it.each(all)('a record: %s', (_, records) => {
    fc.assert(
      fc.property(comparable(records), (given) => {
        const wire = dnsPacket.encode(toPacket({ ...empty, answers: [given] }, toBuffer));
        expect(decodeMessage(wire).answers).toStrictEqual([given]);
      }),
      { numRuns: 40 },
    );
  });

  it('a message', () => {
    fc.assert(
      fc.property(message, (given) => {
        expect(decodeMessage(dnsPacket.encode(toPacket(given, toBuffer)))).toStrictEqual(given);
      }),
      { numRuns: 150 },
    );
  });
});
