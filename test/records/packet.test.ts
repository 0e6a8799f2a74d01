import dnsPacket from 'dns-packet';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage, type Message } from '../../src/records/message.js';
import { fromPacket, toPacket } from '../../src/records/packet.js';
import { WireError } from '../../src/records/wire-error.js';
import { octets, owner, packetOwner, pairs, raw, toBuffer, utf8 } from './packet-table.js';

const empty: Message = {
  id: 4711,
  opcode: 'QUERY',
  rcode: 'NOERROR',
  flags: { qr: true, aa: true, tc: false, rd: true, ra: false, ad: false, cd: true },
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
};

describe('records', () => {
  it.each(pairs)('%j has the fields of dns-packet, both ways', (record, type, data) => {
    const packet = toPacket({ ...empty, answers: [record] }, toBuffer);
    expect(packet.answers).toStrictEqual([{ ...packetOwner, type, data }]);
    expect(fromPacket(packet).answers).toStrictEqual([record]);
    expect(decodeMessage(dnsPacket.encode(packet)).answers).toStrictEqual([record]);
    expect(
      fromPacket(dnsPacket.decode(Buffer.from(encodeMessage({ ...empty, answers: [record] })))).answers,
    ).toStrictEqual([record]);
  });

  it.each(raw)('%s: RDATA goes as octets', (_, record, type, data) => {
    const packet = toPacket({ ...empty, answers: [record] }, toBuffer);
    expect(packet.answers).toStrictEqual([
      { ...packetOwner, class: record.class, type, data: toBuffer(data) },
    ]);
    expect(fromPacket(packet).answers).toStrictEqual([record]);
    expect(decodeMessage(dnsPacket.encode(packet)).answers).toStrictEqual([record]);
  });

  it('classes of multicast DNS keep their top bit', () => {
    const record = { ...owner, class: 'CLASS32769', type: 'MX', preference: 1, exchange: '.' } as const;
    const packet = toPacket({ ...empty, answers: [record] }, toBuffer);
    expect(packet.answers[0]).toMatchObject({ class: 'IN', flush: true });
    expect(fromPacket(packet).answers).toStrictEqual([record]);
    expect(decodeMessage(dnsPacket.encode(packet)).answers).toStrictEqual([record]);
  });
});

describe('RDATA as octets', () => {
  it('has names in full, since pointers would lead astray in a message', () => {
    const numbers = { serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 };
    const answers = [
      { ...owner, type: 'SOA', mname: '\\000.example', rname: 'root.example', ...numbers },
    ] as const;
    const packet = toPacket({ ...empty, answers }, toBuffer);
    expect(packet.answers).toMatchObject([{ type: 'UNKNOWN_6' }]);
    expect(fromPacket(packet).answers).toStrictEqual(answers);
    expect(decodeMessage(dnsPacket.encode(packet)).answers).toStrictEqual(answers);
  });
});

describe('messages', () => {
  it('are the same after there and back', () => {
    const message: Message = {
      ...empty,
      opcode: 'NOTIFY',
      rcode: 'BADCOOKIE',
      questions: [{ name: 'example.com', type: 'HTTPS', class: 'CH' }],
      answers: [{ ...owner, type: 'A', address: '192.0.2.1' }],
      authorities: [{ ...owner, type: 'NS', target: 'ns.example.com' }],
      additionals: [{ ...owner, type: 'AAAA', address: '::1' }],
      edns: {
        version: 0,
        payloadSize: 1232,
        dnssecOk: true,
        options: [{ code: 10, data: octets(1, 2, 3, 4, 5, 6, 7, 8) }],
      },
    };
    const packet = toPacket(message, toBuffer);
    expect(packet).toMatchObject({
      type: 'response',
      id: 4711,
      flags: 0x2517,
      opcode: 'NOTIFY',
      rcode: 'YXRRSET',
      flag_qr: true,
      flag_aa: true,
      flag_rd: true,
      flag_cd: true,
      flag_tc: false,
      questions: [{ name: 'example.com', type: 'UNKNOWN_65', class: 'CH' }],
    });
    expect(packet.additionals[1]).toStrictEqual({
      name: '.',
      type: 'OPT',
      udpPayloadSize: 1232,
      extendedRcode: 1,
      ednsVersion: 0,
      flags: 0x8000,
      flag_do: true,
      options: [{ code: 10, data: toBuffer(octets(1, 2, 3, 4, 5, 6, 7, 8)) }],
    });
    expect(fromPacket(packet)).toStrictEqual(message);
    expect(decodeMessage(dnsPacket.encode(packet))).toStrictEqual(message);
    expect(fromPacket(dnsPacket.decode(Buffer.from(encodeMessage(message))))).toStrictEqual(message);
  });

  it('without Buffers carry the octets as they are', () => {
    const answers = [{ ...owner, type: 'TXT', strings: [utf8('a')], text: 'a' }] as const;
    expect(toPacket({ ...empty, answers }).answers[0]?.data).toStrictEqual([utf8('a')]);
  });

  it('take what encode takes: everything left out that has a default', () => {
    expect(fromPacket({ questions: [{ type: 'a', name: 'example.com.' }] })).toStrictEqual({
      ...empty,
      id: 0,
      flags: { qr: false, aa: false, tc: false, rd: false, ra: false, ad: false, cd: false },
      questions: [{ name: 'example.com', type: 'A', class: 'IN' }],
    });
    const [txt, mx] = fromPacket({
      answers: [
        { type: 'TXT', name: 'a', data: ['x', 'y'] },
        { type: 'MX', name: 'a', data: { exchange: 'b' } },
      ],
    }).answers;
    expect(txt).toMatchObject({ text: 'xy', ttl: 0, class: 'IN' });
    expect(mx).toMatchObject({ preference: 0, exchange: 'b' });
    const long = fromPacket({ answers: [{ type: 'A', name: 'a', data: '192.0.2.1', ttl: 0x8000_0000 }] });
    expect(long.answers[0]?.ttl).toBe(0);
  });
});

describe('what cannot be said', () => {
  const code = (run: () => unknown): string | undefined => {
    try {
      run();
      return undefined;
    } catch (error) {
      return error instanceof WireError ? error.code : String(error);
    }
  };

  it.each([
    [
      'an owner with a dot in a label',
      { answers: [{ ...owner, name: 'a\\.b', type: 'A', address: '::' }] },
      'EBADNAME',
    ],
    ['a question that is not UTF-8', { questions: [{ name: '\\255', type: 'A', class: 'IN' }] }, 'EBADNAME'],
    ['a class dns-packet writes as 0', { questions: [{ name: 'a', type: 'A', class: 'NONE' }] }, 'EBADQUERY'],
    ['an extended rcode without OPT', { rcode: 'BADVERS' }, 'EBADQUERY'],
  ] as const)('%s: %s is refused', (_, part, expected) => {
    expect(code(() => toPacket({ ...empty, ...part }, toBuffer))).toBe(expected);
  });

  it.each([
    ['no such type', { type: 'NOPE', name: 'a', data: 'b' }, 'EBADQUERY'],
    ['no such class', { type: 'A', name: 'a', class: 'XX', data: '192.0.2.1' }, 'EBADQUERY'],
    ['an empty label', { type: 'A', name: 'a..b', data: '192.0.2.1' }, 'EBADNAME'],
    ['a long label', { type: 'A', name: 'a'.repeat(64), data: '192.0.2.1' }, 'EBADNAME'],
    ['a long name', { type: 'NS', name: 'a', data: 'a.'.repeat(128) }, 'EBADNAME'],
    ['no address', { type: 'A', name: 'a', data: '192.0.2.256' }, 'EBADSTR'],
    ['no data', { type: 'MX', name: 'a' }, 'EBADSTR'],
    ['data of another kind', { type: 'SOA', name: 'a', data: { mname: 1 } }, 'EBADSTR'],
    ['a number as text', { type: 'MX', name: 'a', data: { preference: '1', exchange: 'b' } }, 'EBADSTR'],
    ['types that are none', { type: 'NSEC', name: 'a', data: { nextDomain: 'b', rrtypes: [1] } }, 'EBADSTR'],
    ['octets that are none', { type: 'NULL', name: 'a', data: 7 }, 'EBADSTR'],
    ['RDATA that is none', { type: 'UNKNOWN_28', name: 'a', data: octets(1) }, 'EBADRESP'],
    ['OPT in the answer', { type: 'OPT', name: '.', udpPayloadSize: 512 }, 'EBADSTR'],
  ])('%s: an error', (_, record, expected) => {
    expect(code(() => fromPacket({ answers: [record] }))).toBe(expected);
  });

  it('two OPT records and options without data: errors', () => {
    const opt = { type: 'OPT', name: '.', udpPayloadSize: 512 };
    expect(code(() => fromPacket({ additionals: [opt, opt] }))).toBe('EBADSTR');
    expect(code(() => fromPacket({ additionals: [{ ...opt, options: [{ code: 12 }] }] }))).toBe('EBADSTR');
  });
});
