import type { Forgery } from './forgery.js';
import {
  asking,
  carrying,
  changingQuestion,
  cutTo,
  headerLength,
  name,
  questionEnd,
  repeat,
  setting16,
  settingCounts,
  uint16,
} from './octets.js';
import { asIs } from './script.js';

/** Replies whose header or question is not that of an answer to the query. */
export const forgedHeaders: readonly Forgery[] = [
  { what: 'from another port', message: asIs, from: 'other port' },
  { what: 'from another address', message: asIs, from: 'other address' },
  { what: 'the next id', message: setting16(0, (id) => id + 1) },
  { what: 'an id with its octets in the wrong order', message: setting16(0, swapUnequal) },
  { what: 'an id with the top bit turned', message: setting16(0, (id) => id ^ 0x8000) },
  { what: 'QR 0 on the good reply', message: setting16(2, (bits) => bits & 0x7fff) },
  { what: 'the query itself', message: (_good, query) => query },
  { what: 'opcode IQUERY', message: setting16(2, (bits) => bits | (1 << 11)) },
  { what: 'opcode STATUS', message: setting16(2, (bits) => bits | (2 << 11)) },
  { what: 'opcode NOTIFY', message: setting16(2, (bits) => bits | (4 << 11)) },
  { what: 'opcode UPDATE', message: setting16(2, (bits) => bits | (5 << 11)) },
  { what: 'opcode 15', message: setting16(2, (bits) => bits | (15 << 11)) },
  { what: 'QDCOUNT 0 before a question', message: settingCounts(0, 1, 0, 0) },
  {
    what: 'no question',
    message: (good, query) =>
      Uint8Array.from([
        ...settingCounts(0, 1, 0, 0)(good, query).subarray(0, headerLength),
        ...good.subarray(questionEnd(good)),
      ]),
  },
  {
    what: 'FORMERR that is a header alone',
    message: (good, query) =>
      setting16(2, (bits) => bits | 1)(settingCounts(0, 0, 0, 0)(good, query), query).slice(0, headerLength),
  },
  { what: 'QDCOUNT 2 before one question', message: settingCounts(2, 1, 0, 0) },
  {
    what: 'the question twice',
    message: (good, query) => {
      const question = good.subarray(headerLength, questionEnd(good));
      return settingCounts(2, 1, 0, 0)(asking([...question, ...question])(good, query), query);
    },
  },
  { what: 'QDCOUNT 65,535', message: settingCounts(0xffff, 1, 0, 0) },
  { what: 'QDCOUNT 256', message: settingCounts(0x100, 1, 0, 0) },
  { what: 'ANCOUNT 65,535', message: settingCounts(1, 0xffff, 0, 0) },
  { what: 'NSCOUNT 65,535', message: settingCounts(1, 1, 0xffff, 0) },
  { what: 'ARCOUNT 65,535', message: settingCounts(1, 1, 0, 0xffff) },
  { what: 'one record fewer than announced', message: settingCounts(1, 3, 0, 0) },
  { what: 'all counts 65,535', message: settingCounts(0xffff, 0xffff, 0xffff, 0xffff) },
  { what: 'nothing', message: cutTo(0) },
  { what: 'one octet', message: cutTo(1) },
  { what: 'two octets, the id', message: cutTo(2) },
  { what: 'eleven octets', message: cutTo(headerLength - 1) },
  { what: 'a header alone', message: cutTo(headerLength) },
  { what: 'half a question', message: (good) => good.slice(0, questionEnd(good) - 6) },
  { what: 'a question without its class', message: (good) => good.slice(0, questionEnd(good) - 2) },
  { what: 'another name', message: asking([...name('www', 'example', 'com'), ...uint16(1), ...uint16(1)]) },
  { what: 'a name of the same length', message: changingQuestion(withOtherFirstLetter) },
  { what: 'a name without its first label', message: changingQuestion(withoutFirstLabel) },
  { what: 'a name with one more label', message: changingQuestion((old) => [1, 0x61, ...old]) },
  { what: 'a dot inside a label', message: changingQuestion(withLabelsJoined) },
  { what: 'the root', message: asking([0, ...uint16(1), ...uint16(1)]) },
  {
    what: 'a question that points to itself',
    message: asking([0xc0, headerLength, ...uint16(1), ...uint16(1)]),
  },
  {
    what: 'a question that points behind the end',
    message: asking([0xff, 0xff, ...uint16(1), ...uint16(1)]),
  },
  { what: 'label type 01', message: asking([0x41, 0x61, 0, ...uint16(1), ...uint16(1)]) },
  { what: 'label type 10', message: asking([0x81, 0x61, 0, ...uint16(1), ...uint16(1)]) },
  {
    what: 'another type',
    message: changingQuestion((old) => [...old.slice(0, -4), ...uint16(28), ...uint16(1)]),
  },
  {
    what: 'type ANY',
    message: changingQuestion((old) => [...old.slice(0, -4), ...uint16(255), ...uint16(1)]),
  },
  { what: 'another class', message: changingQuestion((old) => [...old.slice(0, -2), ...uint16(3)]) },
  { what: 'class ANY', message: changingQuestion((old) => [...old.slice(0, -2), ...uint16(255)]) },
  { what: 'a name of 300 octets', message: carryingLongQuestion() },
  { what: 'zeros', message: () => new Uint8Array(512) },
  { what: 'ones', message: () => new Uint8Array(512).fill(0xff) },
  { what: 'what an HTTP server says', message: () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') },
];

/** Octets of equal value in the wrong order would be the right id. */
function swapUnequal(id: number): number {
  const swapped = ((id & 0xff) << 8) | (id >> 8);
  return swapped === id ? id ^ 1 : swapped;
}

function withOtherFirstLetter(question: Uint8Array): readonly number[] {
  return [...question].map((octet, at) => (at === 1 ? 0x7a : octet));
}

function withoutFirstLabel(question: Uint8Array): readonly number[] {
  return [...question.subarray(1 + (question[0] ?? 0))];
}

/** `a.b` as one label of three octets: the same text, another name. */
function withLabelsJoined(question: Uint8Array): readonly number[] {
  const first = question[0] ?? 0;
  const second = question[1 + first] ?? 0;
  return [...question].map((octet, at) => {
    if (at === 0) return first + 1 + second;
    return at === 1 + first ? 0x2e : octet;
  });
}

function carryingLongQuestion(): Forgery['message'] {
  const label = repeat(0x61, 63);
  const long = name(label, label, label, label, repeat(0x61, 43));
  return (good, query) => asking([...long, ...uint16(1), ...uint16(1)])(carrying({})(good, query), query);
}
