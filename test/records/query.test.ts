import { describe, expect, it } from 'vitest';
import { encodeMessage, type Message } from '../../src/records/message.js';
import { encodeQuery, encodeQuestion, matchesQuestion } from '../../src/records/query.js';
import { WireError } from '../../src/records/wire-error.js';

const octets = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const question = encodeQuestion('www.example.com', 1, 1);
const edns = {
  version: 0,
  payloadSize: 1232,
  dnssecOk: true,
  options: [
    { code: 10, data: octets('0102030405060708') },
    { code: 12, data: octets('') },
  ],
};
const asMessage: Message = {
  id: 0xabcd,
  opcode: 'QUERY',
  rcode: 'NOERROR',
  flags: { qr: false, aa: false, tc: false, rd: true, ra: false, ad: false, cd: true },
  questions: [{ name: 'www.example.com', type: 'A', class: 'IN' }],
  answers: [],
  authorities: [],
  additionals: [],
  edns,
};

describe('encodeQuery', () => {
  it('writes the octets of RFC 1035 and RFC 6891', () => {
    const given = { id: 0xabcd, question: octets('00 0002 0001'), recurse: true, checkingDisabled: false };
    expect(encodeQuery(given)).toStrictEqual(octets('abcd 0100 0001 0000 0000 0000 00 0002 0001'));
    const opt = {
      version: 1,
      payloadSize: 4096,
      dnssecOk: true,
      options: [{ code: 0x1234, data: octets('ff') }],
    };
    expect(encodeQuery({ ...given, recurse: false, checkingDisabled: true, edns: opt })).toStrictEqual(
      octets('abcd 0010 0001 0000 0000 0001 00 0002 0001  00 0029 1000 00 01 8000 0005 1234 0001 ff'),
    );
  });

  it('writes what encodeMessage writes', () => {
    const wire = encodeQuery({ id: 0xabcd, question, recurse: true, checkingDisabled: true, edns });
    expect(wire).toStrictEqual(encodeMessage(asMessage));
  });

  it.each([
    ['an id of 65,536', { id: 65_536 }],
    ['a negative id', { id: -1 }],
    ['half an id', { id: 0.5 }],
    ['a payload size of 65,536', { edns: { ...edns, payloadSize: 65_536 } }],
    ['an EDNS version of 256', { edns: { ...edns, version: 256 } }],
    ['an option code of 65,536', { edns: { ...edns, options: [{ code: 65_536, data: octets('') }] } }],
    ['options of 65,536 octets', { edns: { ...edns, options: [{ code: 1, data: new Uint8Array(65_532) }] } }],
  ])('refuses %s', (_, part) => {
    const given = { id: 1, question, recurse: true, checkingDisabled: false, edns, ...part };
    expect(() => encodeQuery(given)).toThrow(WireError);
    expect(() => encodeQuery({ ...given, ...{ id: 1, edns } })).not.toThrow();
  });
});

describe('encodeQuestion', () => {
  it('is the name in full, the type and the class', () => {
    expect(encodeQuestion('a.b', 0x1234, 0xfffe)).toStrictEqual(octets('01610162 00 1234 fffe'));
  });

  it('refuses what does not fit', () => {
    expect(() => encodeQuestion('a..b', 1, 1)).toThrow(expect.objectContaining({ code: 'EBADNAME' }));
    expect(() => encodeQuestion('a', 65_536, 1)).toThrow(expect.objectContaining({ code: 'EBADSTR' }));
    expect(() => encodeQuestion('a', 1, -1)).toThrow(expect.objectContaining({ code: 'EBADSTR' }));
  });
});

describe('matchesQuestion', () => {
  const header = octets('0001 8180 0001 0000 0000 0000');
  const respond = (...parts: readonly Uint8Array[]) =>
    Uint8Array.from([header, ...parts].flatMap((part) => [...part]));
  const changed = (at: number, octet: number) => {
    const message = respond(question);
    message[at] = octet;
    return message;
  };

  it('takes the question, with anything behind it', () => {
    expect(matchesQuestion(respond(question), question, true)).toBe(true);
    expect(matchesQuestion(respond(question, octets('c00c')), question, true)).toBe(true);
    expect(matchesQuestion(Buffer.from(respond(question)), question, false)).toBe(true);
  });

  it('takes other letter case only where case does not count', () => {
    const other = respond(encodeQuestion('WwW.eXample.COM', 1, 1));
    expect(matchesQuestion(other, question, false)).toBe(true);
    expect(matchesQuestion(other, question, true)).toBe(false);
    expect(matchesQuestion(respond(question), encodeQuestion('WWW.EXAMPLE.COM', 1, 1), false)).toBe(true);
  });

  it.each([
    ['no message', new Uint8Array()],
    ['a header', header],
    ['a question cut short', respond(question).subarray(0, -1)],
    ['no question by count', changed(5, 0)],
    ['two questions by count', changed(5, 2)],
    ['257 questions by count', changed(4, 1)],
    ['another label', respond(encodeQuestion('wwx.example.com', 1, 1))],
    ['a longer name', respond(encodeQuestion('www.example.comm', 1, 1))],
    ['a shorter name', respond(encodeQuestion('www.example.co', 1, 1))],
    ['a dot inside a label', respond(encodeQuestion('www\\.example.com', 1, 1))],
    ['another type', respond(encodeQuestion('www.example.com', 28, 1))],
    ['another class', respond(encodeQuestion('www.example.com', 1, 3))],
  ])('refuses %s', (_, message) => {
    expect(matchesQuestion(message, question, false)).toBe(false);
  });

  it('takes what is not there for no zeros', () => {
    expect(matchesQuestion(header, octets('00 0000 0000'), false)).toBe(false);
  });

  it('folds ASCII letters only, and only in the name', () => {
    const pairs = Array.from({ length: 256 }, (_, octet) => [octet, octet ^ 0x20] as const);
    const matching = pairs.filter(([one, other]) =>
      matchesQuestion(
        respond(octets('01'), Uint8Array.of(one), octets('00 0001 0001')),
        Uint8Array.of(1, other, 0, 0, 1, 0, 1),
        false,
      ),
    );
    expect(matching.map(([one]) => String.fromCharCode(one)).join('')).toBe(
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    );
    // A (0x41) and a (0x61) as types are two types.
    expect(matchesQuestion(respond(encodeQuestion('a', 0x41, 1)), encodeQuestion('a', 0x61, 1), false)).toBe(
      false,
    );
  });
});
