import { isDeepStrictEqual } from 'node:util';
import { answerOctets } from '../src/nameserver/answer-octets.js';
import { parseZoneText } from '../src/nameserver/zone-text.js';
import { buildZones } from '../src/nameserver/zones.js';
import { accept } from '../src/observables/accept.js';
import { cutChainTarget, readAnswer } from '../src/observables/answer.js';
import { typeName } from '../src/records/codes.js';
import { decodeMessage, encodeMessage, type Message } from '../src/records/message.js';
import { formatRecord, parseRdata } from '../src/records/presentation.js';
import { matchesQuestion } from '../src/records/query.js';
import { Reader } from '../src/records/reader.js';
import { readRdata } from '../src/records/registry.js';
import { WireError, type WireErrorCode } from '../src/records/wire-error.js';
import { messageSeeds, messageTokens, rdataSeeds, seedQuestion, zoneTexts } from './seeds.js';
import { check, type Target } from './target.js';

/** What a call gives; `undefined` where it throws a WireError with one of these codes. Others go through. */
export function attempt<Result>(codes: readonly WireErrorCode[], call: () => Result): Result | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof WireError && codes.includes(error.code)) return undefined;
    throw error;
  }
}

const messages = { seeds: messageSeeds, tokens: messageTokens, maxLength: 0xffff, limit: 50 };

/** Any octets decode or fail with EBADRESP; what decoded is the same after there and back. */
const message: Target = {
  ...messages,
  name: 'message',
  run(input) {
    const decoded = attempt(['EBADRESP'], () => decodeMessage(input));
    if (decoded === undefined) return;
    // Names that came compressed, in types where RFC 3597 forbids us to, can make it too long.
    const encoded = attempt(input.length > 2048 ? ['EBADSTR'] : [], () => encodeMessage(decoded));
    if (encoded === undefined) return;
    check(
      isDeepStrictEqual(decodeMessage(encoded), decoded),
      'a message that is another after there and back',
    );
    for (const record of decoded.answers) {
      check(/^[\x20-\x7e]*$/.test(formatRecord(record)), 'a record with more than printable ASCII');
    }
  },
};

/** Only a response to this very question is accepted, and its answer can be read. */
const acceptance: Target = {
  ...messages,
  name: 'accept',
  run(input) {
    for (const caseSensitive of [true, false]) {
      const verdict = accept(input, seedQuestion, caseSensitive);
      if (typeof verdict !== 'string') checkAccepted(verdict, caseSensitive);
    }
  },
};

function checkAccepted(accepted: Message, caseSensitive: boolean): void {
  const [question, ...others] = accepted.questions;
  check(accepted.flags.qr && accepted.opcode === 'QUERY', 'accepted what is no response');
  check(question !== undefined && others.length === 0, 'accepted a response without exactly one question');
  const { name = '', type, class: dnsClass } = question ?? {};
  check((caseSensitive ? name : name.toLowerCase()) === 'www.example.com', 'accepted another name');
  check(type === 'A' && dnsClass === 'IN', 'accepted another type or class');
  if (question === undefined) return;
  const response = { ...accepted, ...arrival };
  const { records, ttl = 0 } = readAnswer('A', question, response);
  check(
    records.every((record) => record.type === 'A' && record.class === 'IN' && record.ttl <= ttl),
    'a record that was not asked for',
  );
  cutChainTarget('A', question, response);
}

const arrival = {
  server: '127.0.0.1',
  transport: 'udp',
  elapsed: 1,
  size: 512,
  cached: false,
  attempts: [],
} as const;

/** Each ends in a name of one of the octets just beside the letters, which have no other case. */
const besideLetters = ['@', '[', '`', '{'].map((octet) =>
  Uint8Array.from([0x1f, 0, 0, 0, 0, 1, ...Buffer.from(octet.repeat(32)), 0, 1, 0, 1]),
);

/** Says the same as a comparison written the long way. */
const question: Target = {
  ...messages,
  name: 'question',
  seeds: [...messageSeeds, ...besideLetters],
  maxLength: 512,
  // The last octets are the question, as long as the first says; the last candidate has it in the other letter case.
  run(input) {
    const length = Math.min(input.length, 5 + ((input[0] ?? 0) & 0x1f));
    const asked = input.subarray(input.length - length);
    const otherCase = asked.map((octet, at) => (at < length - 4 ? octet ^ 0x20 : octet));
    const head = input.subarray(0, 12);
    for (const candidate of [input, Buffer.concat([head, asked]), Buffer.concat([head, otherCase])]) {
      for (const caseSensitive of [true, false]) {
        const expected = candidate.length >= 12 + length && repeats(candidate, asked, caseSensitive);
        check(
          matchesQuestion(candidate, asked, caseSensitive) === expected,
          'a question mistaken for another',
        );
      }
    }
  },
};

function repeats(candidate: Uint8Array, asked: Uint8Array, caseSensitive: boolean): boolean {
  const theirs = Buffer.from(candidate.subarray(12, 12 + asked.length));
  const nameLength = asked.length - 4;
  const fold = (octets: Buffer): string =>
    caseSensitive
      ? octets.toString('latin1')
      : octets.toString('latin1', 0, nameLength).replace(/[A-Z]/g, (letter) => letter.toLowerCase()) +
        octets.toString('latin1', nameLength);
  return candidate[4] === 0 && candidate[5] === 1 && fold(theirs) === fold(Buffer.from(asked));
}

/** RDATA of any type in presentation form reads back as the same fields. */
const rdata: Target = {
  name: 'rdata',
  seeds: rdataSeeds,
  tokens: [],
  maxLength: 4096,
  limit: 50,
  run(input) {
    const code = ((input[0] ?? 0) << 8) | (input[1] ?? 0);
    const owner = { name: 'www.example.com', class: 'IN', ttl: 300 } as const;
    const record = attempt(['EBADRESP'], () =>
      readRdata(new Reader(input, Math.min(2, input.length)), code, owner),
    );
    if (record === undefined) return;
    const text = formatRecord(record).slice('www.example.com. 300 IN '.length);
    const { name: _name, type: _type, class: _class, ttl: _ttl, ...fields } = record;
    const again = parseRdata(typeName(code), text.slice(text.indexOf(' ') + 1));
    check(
      isDeepStrictEqual(again, fields),
      `fields that are others after there and back: ${JSON.stringify(text)}`,
    );
  },
};

const zones = buildZones(parseZoneText(zoneTexts.slice(0, 40).join('\n')));

/** The embedded server answers or stays silent, and what it says can be read. */
const server: Target = {
  ...messages,
  name: 'server',
  limit: 200,
  run(input) {
    const source = { zones, respond: undefined, maxUdpSize: 1232, note: () => undefined };
    const reply = answerOctets(input, 'udp', source);
    if (reply === undefined) return;
    const { id, flags } = decodeMessage(Uint8Array.from(reply));
    check(flags.qr && id === (((input[0] ?? 0) << 8) | (input[1] ?? 0)), 'an answer to something else');
    check(reply.length <= 1232, 'an answer longer than the limit');
  },
};

/** Targets that take messages, or RDATA, as octets. */
export const messageTargets: readonly Target[] = [message, acceptance, question, rdata, server];
