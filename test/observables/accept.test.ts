import { describe, expect, it } from 'vitest';
import { accept, type DropReason, readId } from '../../src/observables/accept.js';
import { encodeMessage, type Message } from '../../src/records/message.js';
import { encodeQuestion } from '../../src/records/query.js';
import { exampleAddress, exampleServerQuery } from './example.js';

const query = exampleServerQuery();

const response: Message = {
  id: 7,
  opcode: 'QUERY',
  rcode: 'NOERROR',
  flags: { qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: false },
  questions: [query.question],
  answers: [exampleAddress('example.com', 7)],
  authorities: [],
  additionals: [],
};
const question = { name: 'example.com', type: 'A', class: 'IN' } as const;
const encode = (particular: Partial<Message> = {}) => encodeMessage({ ...response, ...particular });

/** A message with one octet of it changed. */
function patch(message: Uint8Array, at: number, octet: number): Uint8Array {
  const patched = message.slice();
  patched[at] = octet;
  return patched;
}

describe('what is dropped', () => {
  it.each<[string, DropReason, Uint8Array]>([
    ['an empty datagram', 'short', new Uint8Array()],
    ['one octet', 'short', Uint8Array.of(0)],
    ['a header without its last octet', 'short', encode().slice(0, 11)],
    ['a query', 'not-a-response', encode({ flags: { ...response.flags, qr: false } })],
    ['a NOTIFY', 'opcode', encode({ opcode: 'NOTIFY' })],
    ['a STATUS', 'opcode', encode({ opcode: 'STATUS' })],
    ['an opcode of 15', 'opcode', patch(encode(), 2, 0xf8)],
    ['no question', 'question', encode({ questions: [] })],
    ['nothing but a header', 'question', encode().slice(0, 12)],
    ['two questions', 'question', encode({ questions: [question, question] })],
    ['257 questions announced', 'question', patch(encode(), 4, 1)],
    ['another name', 'question', encode({ questions: [{ ...question, name: 'example.org' }] })],
    ['a longer name', 'question', encode({ questions: [{ ...question, name: 'example.com.au' }] })],
    ['its parent', 'question', encode({ questions: [{ ...question, name: 'com' }] })],
    ['another type', 'question', encode({ questions: [{ ...question, type: 'AAAA' }] })],
    ['another class', 'question', encode({ questions: [{ ...question, class: 'CH' }] })],
    ['a type whose octet differs by 0x20', 'question', patch(encode(), 26, 0x21)],
    ['a truncated record', 'malformed', encode().slice(0, -1)],
    ['more answers announced than there are', 'malformed', patch(encode(), 7, 2)],
    ['65,535 answers announced', 'malformed', patch(patch(encode(), 6, 0xff), 7, 0xff)],
  ])('%s', (_what, reason, message) => {
    expect(accept(message, query.octets, false)).toBe(reason);
  });
});

describe('what is taken', () => {
  it('is the decoded message', () => {
    expect(accept(encode(), query.octets, false)).toStrictEqual(response);
  });

  it('has a question in any letter case', () => {
    const taken = accept(encode({ questions: [{ ...question, name: 'eXaMPLe.COM' }] }), query.octets, false);
    expect(taken).toStrictEqual({ ...response, questions: [{ ...question, name: 'eXaMPLe.COM' }] });
  });

  it('may have octets behind the last record', () => {
    expect(accept(Uint8Array.of(...encode(), 1, 2, 3), query.octets, false)).toStrictEqual(response);
  });

  it('is read alike where the name is known, owners that point to it and owners that do not', () => {
    const answers = [exampleAddress('example.com', 7), exampleAddress('www.example.com', 8)];
    const message = encode({ answers });
    expect(accept(message, query.octets, false, 'example.com')).toStrictEqual({ ...response, answers });
  });

  it('has the name as the response writes it, where only the case differs', () => {
    const questions = [{ ...question, name: 'EXAMPLE.com' }];
    const taken = accept(encode({ questions }), query.octets, false, 'example.com');
    expect(taken).toMatchObject({ questions });
  });

  it.each(['SERVFAIL', 'NXDOMAIN', 'RCODE15'] as const)('may be %s', (rcode) => {
    expect(accept(encode({ rcode }), query.octets, false)).toStrictEqual({ ...response, rcode });
  });
});

describe('letter case drawn at random', () => {
  const drawn = encodeQuestion('eXaMPLe.COM', 1, 1);

  it('has to come back as it was sent', () => {
    const repeated = encode({ questions: [{ ...question, name: 'eXaMPLe.COM' }] });
    expect(accept(repeated, drawn, true)).toMatchObject({ rcode: 'NOERROR' });
    expect(accept(encode(), drawn, true)).toBe('question');
    expect(accept(encode(), drawn, false)).toStrictEqual(response);
  });
});

describe('the transaction id', () => {
  it.each<[readonly number[], number | undefined]>([
    [[], undefined],
    [[1], undefined],
    [[0, 0], 0],
    [[0x12, 0x34], 0x1234],
    [[0xff, 0xff, 9], 0xffff],
  ])('of %j is %s', (octets, id) => {
    expect(readId(Uint8Array.from(octets))).toBe(id);
  });
});
