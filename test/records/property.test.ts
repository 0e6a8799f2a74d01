import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage, type Message } from '../../src/records/message.js';
import { formatName, parseName } from '../../src/records/name.js';
import { encodeQuestion } from '../../src/records/query.js';
import { Reader } from '../../src/records/reader.js';
import { decodeText, encodeText } from '../../src/records/text.js';
import { WireError } from '../../src/records/wire-error.js';
import { Writer } from '../../src/records/writer.js';
import {
  anyClass,
  anyName,
  anyRcode,
  anyText,
  anyType,
  data,
  octets,
  record,
  uint16,
  wireName,
} from './arbitraries.js';
import { anyRecord, recordOf } from './record-arbitraries.js';

const flags = record({
  qr: fc.boolean(),
  aa: fc.boolean(),
  tc: fc.boolean(),
  rd: fc.boolean(),
  ra: fc.boolean(),
  ad: fc.boolean(),
  cd: fc.boolean(),
});
const edns = record({
  version: fc.constantFrom(0, 1, 255),
  payloadSize: fc.integer({ min: 512, max: 0xffff }),
  dnssecOk: fc.boolean(),
  options: fc.array(record({ code: uint16, data: data(0, 20) }), { maxLength: 3 }),
});
const section = fc.array(anyRecord, { maxLength: 5 });
const message: fc.Arbitrary<Message> = record({
  id: uint16,
  opcode: fc.constantFrom('QUERY', 'NOTIFY', 'UPDATE', 'OPCODE3', 'OPCODE15'),
  rcode: anyRcode,
  flags,
  questions: fc.array(record({ name: anyName, type: anyType, class: anyClass }), { maxLength: 2 }),
  answers: section,
  authorities: section,
  additionals: section,
  edns,
});

/** What decoding comes to; everything but a WireError EBADRESP goes through. */
function decodes(wire: Uint8Array): boolean {
  try {
    decodeMessage(wire);
    return true;
  } catch (error) {
    if (error instanceof WireError && error.code === 'EBADRESP') return false;
    throw error;
  }
}

describe('names and texts', () => {
  it('names of any octets are the same after there and back', () => {
    fc.assert(
      fc.property(wireName, (wire) => {
        expect(parseName(formatName(wire))).toStrictEqual(wire);
        expect(new Reader(wire).name()).toBe(formatName(wire));
        expect(new Reader(wire).plainName()).toBe(formatName(wire));
      }),
      { numRuns: 700 },
    );
  });

  it('names are printable ASCII whatever their octets are', () => {
    fc.assert(
      fc.property(wireName, (wire) => {
        expect(formatName(wire)).toMatch(/^[\x21-\x7e]+$/);
      }),
      { numRuns: 300 },
    );
  });

  it('a dot at the end changes nothing but where it is escaped', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        if (name !== '.') expect(parseName(`${name}.`)).toStrictEqual(parseName(name));
      }),
    );
  });

  it('texts of any octets are the same after there and back, without control characters', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          { weight: 9, arbitrary: octets(0, 40) },
          { weight: 9, arbitrary: data(0, 40) },
          { weight: 1, arbitrary: data(1020, 1030) },
        ),
        (wire) => {
          const text = decodeText(wire);
          expect(encodeText(text)).toStrictEqual(wire);
          expect(text).not.toMatch(/\p{Cc}/u);
        },
      ),
      { numRuns: 700 },
    );
  });

  it('texts of UTF-8 show it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[\\\p{Cc}]/u.test(text));
        expect(decodeText(new TextEncoder().encode(text))).toBe(text);
      }),
    );
  });

  it('names are the same after compression', () => {
    fc.assert(
      fc.property(fc.array(anyName, { minLength: 1, maxLength: 20 }), (names) => {
        const writer = new Writer(1);
        for (const name of [...names, ...names]) writer.name(name);
        const reader = new Reader(writer.finish());
        expect([...names, ...names].map(() => reader.name())).toStrictEqual([...names, ...names]);
        expect(reader.remaining).toBe(0);
      }),
    );
  });
});

describe('messages', () => {
  it.each(Object.entries(recordOf))('a %s record is the same after there and back', (_, records) => {
    fc.assert(
      fc.property(records, (answer) => {
        const { answers } = decodeMessage(encodeMessage({ ...empty, answers: [answer] }));
        expect(answers).toStrictEqual([answer]);
      }),
      { numRuns: 100 },
    );
  });

  it('a message with records of every type is the same after there and back', () => {
    fc.assert(
      fc.property(message, (given) => {
        const wire = encodeMessage(given);
        expect(decodeMessage(wire)).toStrictEqual(given);
        // Octets behind the last record mean nothing.
        expect(decodeMessage(Uint8Array.from([...wire, 0xc0, 1]))).toStrictEqual(given);
        expect(encodeMessage(decodeMessage(wire))).toStrictEqual(wire);
      }),
      { numRuns: 100 },
    );
  });

  it('no part of a message decodes, and only as EBADRESP', () => {
    fc.assert(
      fc.property(message, fc.nat(), (given, cut) => {
        const wire = encodeMessage(given);
        expect(decodes(wire.subarray(0, cut % wire.length))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('octets at random decode or fail as EBADRESP', () => {
    const counts = fc.constantFrom(
      [0, 1, 0, 1, 0, 0, 0, 0],
      [0, 1, 0, 3, 0, 0, 0, 1],
      [0, 0, 0, 2, 0, 1, 0, 1],
    );
    const body = fc.array(fc.oneof(fc.constantFrom(0, 1, 0xc0, 12, 41, 46, 64), fc.nat(255)), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(counts, body, (count, rest) => {
        decodes(Uint8Array.from([1, 2, 0x81, 0x80, ...count, ...rest]));
      }),
      { numRuns: 3000 },
    );
  });

  it('a message with octets changed decodes or fails as EBADRESP; what decodes encodes again', () => {
    const change = fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(0, 0x3f, 0x40, 0xc0, 0xff), fc.nat(255)));
    fc.assert(
      fc.property(message, fc.array(change, { minLength: 1, maxLength: 4 }), (given, changes) => {
        const wire = encodeMessage(given);
        for (const [at, octet] of changes) wire[at % wire.length] = octet;
        if (!decodes(wire)) return;
        const once = decodeMessage(wire);
        expect(decodeMessage(encodeMessage(once))).toStrictEqual(once);
      }),
      { numRuns: 700 },
    );
  });

  it('a Buffer decodes to values that do not share its memory', () => {
    fc.assert(
      fc.property(message, (given) => {
        const buffer = Buffer.from(encodeMessage(given));
        const decoded = decodeMessage(buffer);
        buffer.fill(0xff);
        expect(decoded).toStrictEqual(given);
      }),
      { numRuns: 100 },
    );
  });
});

describe('questions', () => {
  it('encodeQuestion is what encodeMessage writes', () => {
    fc.assert(
      fc.property(anyName, uint16, uint16, (name, type, qclass) => {
        const wire = encodeMessage({
          ...empty,
          questions: [{ name, type: `TYPE${type}`, class: `CLASS${qclass}` }],
        });
        expect(encodeQuestion(name, type, qclass)).toStrictEqual(wire.slice(12));
      }),
    );
  });

  it('texts fit the fields they come from', () => {
    fc.assert(
      fc.property(anyText(0, 255), (text) => {
        const writer = new Writer();
        writer.text(text);
        expect(decodeText(new Reader(writer.finish()).characterString())).toBe(text);
      }),
    );
  });
});

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
