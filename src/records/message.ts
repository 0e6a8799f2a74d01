import {
  classCode,
  className,
  type DnsClass,
  type Opcode,
  opcodeCode,
  opcodeName,
  type Rcode,
  rcodeCode,
  rcodeName,
  type TypeName,
  typeCode,
  typeName,
} from './codes.js';
import { type Edns, readEdns, upperRcode, writeEdns } from './edns.js';
import { type KnownName, Reader, uint16At } from './reader.js';
import type { ResourceRecord } from './record-map.js';
import { readRecord, writeRecord } from './registry.js';
import { malformed, WireError } from './wire-error.js';
import { Writer } from './writer.js';

/** What is asked: a name, a type and a class (RFC 1035 section 4.1.2). */
export interface Question {
  readonly name: string;
  readonly type: TypeName;
  readonly class: DnsClass;
}

/** The flag bits of a header (RFC 1035 section 4.1.1, RFC 4035 section 3). */
export interface Flags {
  /** A response, not a query. */
  readonly qr: boolean;
  /** Authoritative answer. */
  readonly aa: boolean;
  /** Truncated. */
  readonly tc: boolean;
  /** Recursion desired. */
  readonly rd: boolean;
  /** Recursion available. */
  readonly ra: boolean;
  /** Authentic data. */
  readonly ad: boolean;
  /** Checking disabled. */
  readonly cd: boolean;
}

/** A DNS message (RFC 1035 section 4.1); its OPT record is `edns`, not one of `additionals`. */
export interface Message {
  /** The transaction id, 0 to 65,535. */
  readonly id: number;
  readonly opcode: Opcode;
  /** Extended rcodes included: the upper bits come from OPT (RFC 6891 section 6.1.3). */
  readonly rcode: Rcode;
  readonly flags: Flags;
  readonly questions: readonly Question[];
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
  readonly additionals: readonly ResourceRecord[];
  readonly edns?: Edns;
}

/** Octets of a header (RFC 1035 section 4.1.1). */
export const headerLength = 12;
/** The fewest octets a question takes: root, type, class. */
const minQuestion = 5;
/** The fewest octets a record takes: root, type, class, TTL, RDLENGTH. */
const minRecord = 11;

/**
 * Reads a message. Octets behind its last record are ignored.
 *
 * Throws {@link WireError} `EBADRESP` for everything malformed, before anything is allocated for it.
 */
export function decodeMessage(octets: Uint8Array): Message {
  return decodeResponse(octets, undefined);
}

/** As {@link decodeMessage}, but where the name of the first question is known it is not read anew. */
export function decodeResponse(octets: Uint8Array, known: KnownName | undefined): Message {
  const reader = new Reader(octets);
  reader.advance(headerLength);
  const id = uint16At(octets, 0);
  const bits = uint16At(octets, 2);
  const questionCount = uint16At(octets, 4);
  const answerCount = uint16At(octets, 6);
  const authorityCount = uint16At(octets, 8);
  const additionalCount = uint16At(octets, 10);
  const needed = questionCount * minQuestion + (answerCount + authorityCount + additionalCount) * minRecord;
  if (needed > reader.remaining) throw malformed('counts that announce more than there is', 4);
  const questions = readQuestions(reader, questionCount, known);
  const answers = readRecords(reader, answerCount);
  const authorities = readRecords(reader, authorityCount);
  const { records: additionals, edns, rcodeBits } = readAdditionals(reader, additionalCount);
  const opcode = opcodeName((bits >> 11) & 0xf);
  const rcode = rcodeName(rcodeBits | (bits & 0xf));
  const flags = decodeFlags(bits);
  // Written out: spreading the first into the second takes as long as decoding a small message.
  return edns === undefined
    ? { id, opcode, rcode, flags, questions, answers, authorities, additionals }
    : { id, opcode, rcode, flags, questions, answers, authorities, additionals, edns };
}

/**
 * Writes a message, names compressed.
 *
 * Throws {@link WireError}: `EBADNAME` for names, `EBADSTR` for fields out of range, `EBADQUERY` for unknown
 * types, classes, opcodes and rcodes, and for a rcode above 15 without `edns`.
 */
export function encodeMessage(message: Message): Uint8Array {
  const { id, flags, questions, answers, authorities, additionals, edns } = message;
  const rcode = rcodeCode(message.rcode);
  if (rcode > 0xf && edns === undefined) {
    throw new WireError('EBADQUERY', `the rcode ${message.rcode} needs EDNS`);
  }
  const writer = new Writer();
  writer.uint16(id);
  writer.uint16(encodeFlags(flags) | (opcodeCode(message.opcode) << 11) | (rcode & 0xf));
  writer.uint16(questions.length);
  writer.uint16(answers.length);
  writer.uint16(authorities.length);
  writer.uint16(additionals.length + (edns === undefined ? 0 : 1));
  for (const question of questions) {
    writer.name(question.name);
    writer.uint16(typeCode(question.type));
    writer.uint16(classCode(question.class));
  }
  for (const section of [answers, authorities, additionals]) {
    for (const record of section) writeRecord(writer, record);
  }
  if (edns !== undefined) writeEdns(writer, edns, rcode >> 4);
  return writer.finish();
}

/** The flags among the second 16 bits of a header. */
export function decodeFlags(bits: number): Flags {
  const index = ((bits >> 8) & 0x7) | ((bits >> 12) & 0x8) | (bits & 0xb0);
  const known = decodedFlags[index];
  if (known !== undefined) return known;
  const flags = readFlags(bits);
  decodedFlags[index] = flags;
  return flags;
}

/** One object for each combination: there are 128, and a cache of 10,000 responses holds a handful of them. */
const decodedFlags: (Flags | undefined)[] = new Array<Flags | undefined>(0x100).fill(undefined);

function readFlags(bits: number): Flags {
  return Object.freeze({
    qr: (bits & 0x8000) !== 0,
    aa: (bits & 0x0400) !== 0,
    tc: (bits & 0x0200) !== 0,
    rd: (bits & 0x0100) !== 0,
    ra: (bits & 0x0080) !== 0,
    ad: (bits & 0x0020) !== 0,
    cd: (bits & 0x0010) !== 0,
  });
}

/** The second 16 bits of a header, opcode and rcode zero. */
export function encodeFlags({ qr, aa, tc, rd, ra, ad, cd }: Flags): number {
  return (
    (qr ? 0x8000 : 0) |
    (aa ? 0x0400 : 0) |
    (tc ? 0x0200 : 0) |
    (rd ? 0x0100 : 0) |
    (ra ? 0x0080 : 0) |
    (ad ? 0x0020 : 0) |
    (cd ? 0x0010 : 0)
  );
}

function readQuestions(reader: Reader, count: number, known: KnownName | undefined): readonly Question[] {
  if (count === 1) return [readQuestion(reader, known)];
  const questions: Question[] = [];
  for (let n = 0; n < count; n += 1) questions.push(readQuestion(reader, n === 0 ? known : undefined));
  return questions;
}

/** Reads a question. Throws {@link WireError} `EBADRESP`. */
export function readQuestion(reader: Reader, known?: KnownName): Question {
  const name = known === undefined ? reader.name() : reader.knownName(known);
  const at = reader.advance(4);
  const type = typeName(uint16At(reader.octets, at));
  return { name, type, class: className(uint16At(reader.octets, at + 2)) };
}

function readRecords(reader: Reader, count: number): readonly ResourceRecord[] {
  if (count === 0) return noRecords;
  // As long as it will be, which was checked: one that grows takes room for 17 at its first record.
  const records = new Array<ResourceRecord>(count);
  for (let n = 0; n < count; n += 1) {
    const name = reader.name();
    const type = reader.uint16();
    if (type === optType) throw malformed('an OPT record outside the additional section', reader.position);
    records[n] = readRecord(reader, name, type);
  }
  return records;
}

interface Additionals {
  readonly records: readonly ResourceRecord[];
  readonly edns: Edns | undefined;
  /** The upper ones, in their place. */
  readonly rcodeBits: number;
}

function readAdditionals(reader: Reader, count: number): Additionals {
  let records: ResourceRecord[] | undefined;
  let edns: Edns | undefined;
  let rcodeBits = 0;
  for (let n = 0; n < count; n += 1) {
    const name = reader.name();
    const type = reader.uint16();
    if (type !== optType) {
      const record = readRecord(reader, name, type);
      if (records === undefined) records = [record];
      else records.push(record);
      continue;
    }
    // RFC 6891 section 6.1.1: one OPT, owned by the root.
    if (edns !== undefined) throw malformed('a second OPT record', reader.position);
    if (name !== '.') throw malformed('an OPT record with an owner', reader.position);
    rcodeBits = upperRcode(reader);
    edns = readEdns(reader);
  }
  return { records: records ?? noRecords, edns, rcodeBits };
}

/** What most authority and additional sections hold. */
const noRecords: readonly ResourceRecord[] = Object.freeze([]);

/** OPT is a record on the wire only; here it is `edns`. */
const optType = 41;
