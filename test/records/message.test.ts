import { describe, expect, it } from 'vitest';
import { ednsOptions, extendedErrors } from '../../src/records/edns.js';
import { decodeMessage, encodeMessage, type Message } from '../../src/records/message.js';
import { WireError } from '../../src/records/wire-error.js';
import { Writer } from '../../src/records/writer.js';

const octets = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const code = (run: () => unknown): string => {
  try {
    run();
    return 'no error';
  } catch (error) {
    return error instanceof WireError ? error.code : String(error);
  }
};
const empty: Message = {
  id: 1,
  opcode: 'QUERY',
  rcode: 'NOERROR',
  flags: { qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: false },
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
};
const question = '03 777777 07 6578616d706c65 03 636f6d 00 0001 0001';
const address = 'c00c 0001 0001 0000012c 0004 c0000201';
const opt = '00 0029 04d0 00 00 8000 0000';

describe('decodeMessage', () => {
  it('reads a response', () => {
    const wire = octets(
      `abcd 8583 0001 0001 0000 0001 ${question} ${address} 00 0029 1000 01 00 8000 0006 000a 0002 ffee`,
    );
    expect(decodeMessage(wire)).toStrictEqual({
      id: 0xabcd,
      opcode: 'QUERY',
      rcode: 'BADMODE',
      flags: { qr: true, aa: true, tc: false, rd: true, ra: true, ad: false, cd: false },
      questions: [{ name: 'www.example.com', type: 'A', class: 'IN' }],
      answers: [{ name: 'www.example.com', type: 'A', class: 'IN', ttl: 300, address: '192.0.2.1' }],
      authorities: [],
      additionals: [],
      edns: { version: 0, payloadSize: 4096, dnssecOk: true, options: [{ code: 10, data: octets('ffee') }] },
    });
  });

  it.each([
    ['8000', 'qr'],
    ['0400', 'aa'],
    ['0200', 'tc'],
    ['0100', 'rd'],
    ['0080', 'ra'],
    ['0020', 'ad'],
    ['0010', 'cd'],
  ])('%s is the flag %s', (bits, flag) => {
    const none = { qr: false, aa: false, tc: false, rd: false, ra: false, ad: false, cd: false };
    const message = decodeMessage(octets(`0001 ${bits} 0000 0000 0000 0000`));
    expect(message.flags).toStrictEqual({ ...none, [flag]: true });
    expect(encodeMessage(message)).toStrictEqual(octets(`0001 ${bits} 0000 0000 0000 0000`));
  });

  it.each([
    [
      'octets behind the last record',
      `0001 8180 0000 0000 0000 0001 ${opt} ffff c0`,
      { version: 0, payloadSize: 1232 },
    ],
    [
      'a payload size below 512',
      '0001 8180 0000 0000 0000 0001 00 0029 01ff 00 00 0000 0000',
      { payloadSize: 512 },
    ],
    [
      'an EDNS version nobody knows',
      '0001 8180 0000 0000 0000 0001 00 0029 0200 00 ff 0000 0000',
      { version: 255 },
    ],
  ])('takes %s', (_, hex, part) => {
    expect(decodeMessage(octets(hex)).edns).toMatchObject(part);
  });

  it('takes a TTL with the top bit set as 0', () => {
    const [record] = decodeMessage(
      octets('0001 8180 0000 0001 0000 0000 00 0001 0001 80000000 0004 00000000'),
    ).answers;
    expect(record?.ttl).toBe(0);
    const [longest] = decodeMessage(
      octets('0001 8180 0000 0001 0000 0000 00 0001 0001 7fffffff 0004 00000000'),
    ).answers;
    expect(longest?.ttl).toBe(0x7fff_ffff);
  });

  it('keeps empty strings', () => {
    const [record] = decodeMessage(
      octets('0001 8180 0000 0001 0000 0000 00 0010 0001 00000000 0004 00 0161 00'),
    ).answers;
    expect(record).toMatchObject({ strings: [octets(''), octets('61'), octets('')], text: 'a' });
  });

  it.each([
    ['nothing', ''],
    ['half a header', '0001 8180 0001 0000 0000 00'],
    ['a question that is not there', '0001 8180 0001 0000 0000 0000'],
    ['a question cut short', '0001 8180 0001 0000 0000 0000 00 0001 00'],
    ['65,535 answers in 40 octets', `0001 8180 0000 ffff 0000 0000 ${'00'.repeat(28)}`],
    ['65,535 of everything', `0001 8180 ffff ffff ffff ffff ${'00'.repeat(28)}`],
    ['one answer more than there is', `0001 8180 0001 0002 0000 0000 ${question} ${address}`],
    ['RDATA past the end', '0001 8180 0000 0001 0000 0000 00 0001 0001 00000000 0005 00000000'],
    ['RDATA too short for its type', '0001 8180 0000 0001 0000 0000 00 0001 0001 00000000 0003 00000000'],
    ['RDATA too long for its type', '0001 8180 0000 0001 0000 0000 00 0001 0001 00000000 0005 0000000000'],
    ['a name that runs out of RDATA', '0001 8180 0000 0001 0000 0000 00 0005 0001 00000000 0002 0161 00'],
    ['RDATA behind a name', '0001 8180 0000 0001 0000 0000 00 0005 0001 00000000 0004 0161 00 00'],
    ['a string that runs out of RDATA', '0001 8180 0000 0001 0000 0000 00 0010 0001 00000000 0002 0261 61'],
    ['TXT without a string', '0001 8180 0000 0001 0000 0000 00 0010 0001 00000000 0000'],
    ['two OPT records', `0001 8180 0000 0000 0000 0002 ${opt} ${opt}`],
    ['OPT in the answer', `0001 8180 0000 0001 0000 0000 ${opt}`],
    ['OPT in the authority', `0001 8180 0000 0000 0001 0000 ${opt}`],
    ['OPT with an owner', '0001 8180 0000 0000 0000 0001 0161 00 0029 04d0 00 00 8000 0000'],
    ['OPT past the end', '0001 8180 0000 0000 0000 0001 00 0029 04d0 00 00 8000 0001'],
    [
      'an option past the end of OPT',
      '0001 8180 0000 0000 0000 0001 00 0029 04d0 00 00 0000 0005 000a 0002 ff ff',
    ],
    ['half an option', '0001 8180 0000 0000 0000 0001 00 0029 04d0 00 00 0000 0003 000a 00'],
  ])('refuses %s', (_, hex) => {
    expect(code(() => decodeMessage(octets(hex)))).toBe('EBADRESP');
  });

  it('announced records that are not there cost nothing', () => {
    const wire = octets(`0001 8180 0000 ffff 0000 0000 ${'00'.repeat(28)}`);
    const before = process.memoryUsage().heapUsed;
    const start = process.cpuUsage();
    for (let n = 0; n < 1000; n += 1) code(() => decodeMessage(wire));
    const { user, system } = process.cpuUsage(start);
    expect(user + system).toBeLessThan(500_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000);
  });

  it('reads views into the middle of a buffer', () => {
    const wire = octets(`ffff 0001 8180 0001 0001 0000 0000 ${question} ${address} ffff`);
    expect(decodeMessage(wire.subarray(2, -2)).answers).toHaveLength(1);
    expect(decodeMessage(Buffer.from(wire).subarray(2, -2))).toStrictEqual(
      decodeMessage(wire.subarray(2, -2)),
    );
  });
});

describe('encodeMessage', () => {
  it.each([
    ['a rcode above 15 without OPT', { rcode: 'BADVERS' }, 'EBADQUERY'],
    ['a rcode nobody has', { rcode: 'RCODE4096' }, 'EBADQUERY'],
    [
      'a bad owner',
      { answers: [{ name: 'a..b', type: 'A', class: 'IN', ttl: 0, address: '192.0.2.1' }] },
      'EBADNAME',
    ],
    ['an id of 65,536', { id: 65_536 }, 'EBADSTR'],
    ['a type nobody has', { questions: [{ name: 'a', type: 'TYPE65536', class: 'IN' }] }, 'EBADQUERY'],
    ['a class nobody has', { questions: [{ name: 'a', type: 'A', class: 'CLASS99999' }] }, 'EBADQUERY'],
    [
      'more than 65,535 octets',
      { answers: [{ name: '.', type: 'TYPE999', class: 'IN', ttl: 0, data: new Uint8Array(65_535 - 22) }] },
      'EBADSTR',
    ],
  ] as const)('refuses %s', (_, part, expected) => {
    expect(code(() => encodeMessage({ ...empty, ...part }))).toBe(expected);
  });

  it('takes 65,535 octets', () => {
    const data = new Uint8Array(65_535 - 23);
    const answers = [{ name: '.', type: 'TYPE999', class: 'IN', ttl: 0, data }] as const;
    expect(encodeMessage({ ...empty, answers })).toHaveLength(65_535);
  });

  it('leaves no octet unwritten after it has grown', () => {
    const writer = new Writer(1);
    const expected = Uint8Array.from({ length: 5000 }, (_, n) => (n * 7) & 0xff);
    for (const octet of expected) writer.uint8(octet);
    expect(writer.finish()).toStrictEqual(expected);
  });
});

describe('extendedErrors', () => {
  it('reads RFC 8914, control characters escaped, in order; leaves out what is too short', () => {
    const data = ['0012 61 1b', '00', '0001', ''].map(octets);
    const options = data.map((value) => ({ code: ednsOptions.EXTENDED_ERROR, data: value }));
    const edns = {
      version: 0,
      payloadSize: 512,
      dnssecOk: false,
      options: [{ code: 10, data: octets('0003') }, ...options],
    };
    expect(extendedErrors(edns)).toStrictEqual([
      { infoCode: 18, extraText: 'a\\027' },
      { infoCode: 1, extraText: '' },
    ]);
    expect(extendedErrors(undefined)).toStrictEqual([]);
  });
});
