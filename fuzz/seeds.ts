import { encode } from 'dns-packet';
import { type DnsClass, typeCode } from '../src/records/codes.js';
import { encodeMessage, type Message } from '../src/records/message.js';
import { toPacket } from '../src/records/packet.js';
import { formatRecord } from '../src/records/presentation.js';
import { encodeQuestion } from '../src/records/query.js';
import { Reader } from '../src/records/reader.js';
import type { ResourceRecord } from '../src/records/record-map.js';
import { readRdata } from '../src/records/registry.js';
import { octets } from '../test/records/rdata-row.js';
import { rdataTable } from '../test/records/rdata-table.js';

const owner: { readonly name: string; readonly class: DnsClass; readonly ttl: number } = {
  name: 'www.example.com',
  class: 'IN',
  ttl: 300,
};

/** One record for each row of the table of RDATA that the tests of the codec use: every type, its limits. */
export const seedRecords: readonly ResourceRecord[] = rdataTable.map(({ type, hex }) =>
  readRdata(new Reader(octets(hex)), typeCode(type), owner),
);

/** The RDATA of these records: the number of the type in 16 bits, then the octets. */
export const rdataSeeds: readonly Uint8Array[] = rdataTable.map(({ type, hex }) => {
  const code = typeCode(type);
  return Uint8Array.from([code >> 8, code & 0xff, ...octets(hex)]);
});

/** The RDATA of these records as text: the type, a blank, the text. */
export const rdataTexts: readonly string[] = rdataTable.flatMap(({ type, text, alsoWritten = [] }) =>
  [text, ...alsoWritten].map((form) => `${type} ${form}`),
);

/** Zone files: the records one by one, and what only a file can say. */
export const zoneTexts: readonly string[] = [
  ...seedRecords.map(formatRecord),
  '$ORIGIN example.com.\n$TTL 1h30m\n@ SOA ns host\\.master ( 1 2h ; serial\n 900 1w2d 300 )\n NS ns\nns A 192.0.2.1\n',
  'a.b CH 300 TXT "one" two ; comment\n\t60 IN MX 10 @\n*.wild 1d AAAA ::1\r\n"quoted" A 192.0.2.1\n',
  'x TYPE65280 \\# 4 c0000201\nx SVCB 1 . alpn="h2,h3" port=53\n$origin .\ny CLASS32 TYPE1 \\# 0\n',
  // Wrong ones, each in its own way.
  '$ORIGIN',
  '$TTL 1x',
  '$INCLUDE other.zone',
  '( a A 192.0.2.1',
  'a TXT "open',
  'a A 192.0.2.1 \\',
  ' A 192.0.2.1',
];

const flags = { qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: false };
const cookie = { code: 10, data: new Uint8Array(16).fill(7) };
const extendedError = { code: 15, data: Uint8Array.from([0, 22, 0x62, 0x61, 0x64]) };
const edns = { version: 0, payloadSize: 1232, dnssecOk: true, options: [cookie, extendedError] };

function respond(parts: Partial<Message>): Message {
  const questions = [{ name: owner.name, type: 'A', class: 'IN' }] as const;
  const empty = { answers: [], authorities: [], additionals: [] };
  return { id: 4711, opcode: 'QUERY', rcode: 'NOERROR', flags, questions, ...empty, ...parts };
}

const alias = (name: string, target: string): ResourceRecord => ({ ...owner, name, type: 'CNAME', target });
const address: ResourceRecord = { ...owner, name: 'c.example.com', type: 'A', address: '192.0.2.1' };
const soa = seedRecords.filter(({ type }) => type === 'SOA').slice(0, 1);

const messages: readonly Message[] = [
  respond({ flags: { ...flags, qr: false, ra: false }, edns }),
  respond({ answers: [{ ...owner, type: 'A', address: '192.0.2.1' }], edns }),
  respond({
    answers: [alias(owner.name, 'B.example.com'), alias('b.example.com', 'c.example.com'), address],
  }),
  respond({ answers: [alias(owner.name, owner.name)] }),
  respond({ rcode: 'NXDOMAIN', authorities: soa, edns }),
  respond({ rcode: 'BADCOOKIE', edns }),
  respond({ flags: { ...flags, tc: true } }),
  respond({ opcode: 'UPDATE', additionals: seedRecords.slice(0, 4), edns }),
  ...seedRecords.map((record) => respond({ answers: [record], additionals: [record] })),
];

/** Responses and a query, from our own encoder and from dns-packet, which compresses other names. */
export const messageSeeds: readonly Uint8Array[] = [
  ...messages.map(encodeMessage),
  ...messages.slice(0, 8).map((message) => Uint8Array.from(encode(toPacket(message, Buffer.from)))),
  compressed(),
  ...wrongMessages(),
];

/** The question that these messages answer, in wire form. */
export const seedQuestion: Uint8Array = encodeQuestion(owner.name, 1, 1);

/** Numbers of types, a pointer to the question, and the fixed part of records. */
export const messageTokens: readonly Uint8Array[] = [
  Uint8Array.from([0xc0, 0x0c]),
  Uint8Array.from([0xc0, 0x0c, 0, 5, 0, 1, 0, 0, 0, 9, 0, 2, 0xc0, 0x0c]),
  Uint8Array.from([0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0]),
  ...rdataTable.map(({ type, hex }) => {
    const rdata = octets(hex).subarray(0, 255);
    return Uint8Array.from([
      0xc0,
      0x0c,
      ...uint16(typeCode(type)),
      0,
      1,
      0,
      0,
      0,
      9,
      0,
      rdata.length,
      ...rdata,
    ]);
  }),
];

/** MINFO, PX and RT, whose names come compressed though rxdns keeps their RDATA as octets (RFC 3597 section 4). */
function compressed(): Uint8Array {
  const head = encodeMessage(respond({}));
  head[7] = 3; // ANCOUNT
  const records = [
    [0xc0, 12, 0, 14, 0, 1, 0, 0, 0, 9, 0, 4, 0xc0, 12, 0xc0, 16],
    [0xc0, 12, 0, 26, 0, 1, 0, 0, 0, 9, 0, 6, 0, 1, 0xc0, 12, 0xc0, 16],
    [0xc0, 12, 0, 21, 0, 1, 0, 0, 0, 9, 0, 4, 0, 1, 0xc0, 12],
  ];
  return Uint8Array.from([...head, ...records.flat()]);
}

/** Two OPT records, one in the wrong section, a pointer to itself, one forward, counts without records. */
function wrongMessages(): readonly Uint8Array[] {
  const head = encodeMessage(respond({}));
  const opt = [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0];
  const withCounts = (answers: number, additionals: number, ...records: readonly number[][]) =>
    Uint8Array.from([
      ...head.subarray(0, 7),
      answers,
      0,
      0,
      0,
      additionals,
      ...head.subarray(12),
      ...records.flat(),
    ]);
  const at = head.length;
  return [
    withCounts(0, 2, opt, opt),
    withCounts(1, 0, opt),
    withCounts(1, 0, [0xc0, at, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 1]),
    withCounts(1, 0, [0xc0, at + 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 1, 97, 0, 0]),
    withCounts(255, 255),
  ];
}

function uint16(value: number): readonly number[] {
  return [value >> 8, value & 0xff];
}
