import { opcodeCode, opcodeName, rcodeCode, rcodeName } from './codes.js';
import type { Edns } from './edns.js';
import { decodeFlags, encodeFlags, type Message, type Question } from './message.js';
import { fromPacketName } from './packet-name.js';
import type { ToBuffer } from './packet-rdata.js';
import { fromPacketRecord, requirePacketName, toPacketRecord } from './packet-record.js';
import type {
  DnsPacket,
  PacketLike,
  PacketOctetsType,
  PacketOpt,
  PacketOptionCode,
  PacketQuestion,
  PacketQuestionLike,
  PacketRecordLike,
} from './packet-shape.js';
import { fromPacketClass, fromPacketType, toPacketClass, toPacketType } from './packet-types.js';
import { WireError } from './wire-error.js';

/**
 * A message as an object of dns-packet 5.6, for code that is built on it.
 *
 * `encode` of dns-packet takes no other octets than Buffers, which are not everywhere, so the caller makes
 * them: `encode(toPacket(message, (octets) => Buffer.from(octets)))`. RDATA that dns-packet has no fields for,
 * or would change (names with unusual octets, text that is not UTF-8), stands as octets; see the decision
 * record 0001 for the list.
 * Throws {@link WireError}: `EBADNAME` for owners and questions, `EBADQUERY` for classes, that dns-packet
 * cannot write.
 */
export function toPacket(message: Message): DnsPacket;
export function toPacket<Octets extends Uint8Array>(
  message: Message,
  toBuffer: (octets: Uint8Array) => Octets,
): DnsPacket<Octets>;
export function toPacket(message: Message, toBuffer: ToBuffer = (octets) => octets): DnsPacket {
  const { id, flags, edns } = message;
  const rcode = rcodeCode(message.rcode);
  const opcode = opcodeCode(message.opcode);
  if (rcode > 0xf && edns === undefined) {
    throw new WireError('EBADQUERY', `the rcode ${message.rcode} needs EDNS`);
  }
  const convert = (record: Message['answers'][number]) => toPacketRecord(record, toBuffer);
  const additionals = message.additionals.map(convert);
  return {
    id,
    type: flags.qr ? 'response' : 'query',
    flags: (encodeFlags(flags) & 0x7fff) | (opcode << 11) | (rcode & 0xf),
    ...packetFlags(message),
    opcode: namedOpcodes.has(opcode) ? opcodeName(opcode) : `OPCODE_${opcode}`,
    rcode: (rcode & 0xf) <= lastNamedRcode ? rcodeName(rcode & 0xf) : `RCODE_${rcode & 0xf}`,
    questions: message.questions.map(toPacketQuestion),
    answers: message.answers.map(convert),
    authorities: message.authorities.map(convert),
    additionals: edns === undefined ? additionals : [...additionals, toPacketOpt(edns, rcode >> 4, toBuffer)],
  };
}

/**
 * The message that a packet of dns-packet means: one that `decode` gave, or one made for `encode`.
 *
 * What dns-packet lost in decoding stays lost. Throws {@link WireError}: `EBADNAME`, `EBADSTR`, `EBADQUERY` or
 * `EBADRESP` for names, fields, types or RDATA that no message can have.
 */
export function fromPacket(packet: PacketLike): Message {
  const bits = (packet.flags ?? 0) & 0x7fff;
  const additionals = packet.additionals ?? [];
  const opts = additionals.filter(isOpt);
  const opt = opts[0];
  if (opts.length > 1) throw new WireError('EBADSTR', 'the packet has more than one OPT record');
  const message = {
    id: packet.id ?? 0,
    opcode: opcodeName(bits >> 11),
    rcode: rcodeName(((opt?.extendedRcode ?? 0) << 4) | (bits & 0xf)),
    flags: decodeFlags(packet.type === 'response' ? bits | 0x8000 : bits),
    questions: (packet.questions ?? []).map(fromPacketQuestion),
    answers: (packet.answers ?? []).map(fromPacketRecord),
    authorities: (packet.authorities ?? []).map(fromPacketRecord),
    additionals: additionals.filter((record) => !isOpt(record)).map(fromPacketRecord),
  };
  return opt === undefined ? message : { ...message, edns: fromPacketOpt(opt) };
}

const namedOpcodes: ReadonlySet<number> = new Set([0, 1, 2, 4, 5]);
const lastNamedRcode = 10;
/** What dns-packet writes where a packet has no size. */
const defaultPayloadSize = 4096;

function packetFlags({ flags: { qr, aa, tc, rd, ra, ad, cd } }: Message) {
  return {
    flag_qr: qr,
    flag_aa: aa,
    flag_tc: tc,
    flag_rd: rd,
    flag_ra: ra,
    flag_z: false,
    flag_ad: ad,
    flag_cd: cd,
  };
}

function toPacketQuestion(question: Question): PacketQuestion {
  // The cast is for UNKNOWN_nnn: see PacketOctetsType.
  const type = toPacketType(question.type) as PacketOctetsType;
  return { name: requirePacketName(question.name), type, class: toPacketClass(question.class) };
}

function fromPacketQuestion({ name, type, class: packetClass }: PacketQuestionLike): Question {
  return { name: fromPacketName(name), type: fromPacketType(type), class: fromPacketClass(packetClass) };
}

function toPacketOpt(edns: Edns, extendedRcode: number, toBuffer: ToBuffer): PacketOpt {
  return {
    name: '.',
    type: 'OPT',
    // dns-packet would write 4096 for 0; what is below 512 means 512 (RFC 6891 section 6.2.3).
    udpPayloadSize: Math.max(512, edns.payloadSize),
    extendedRcode,
    ednsVersion: edns.version,
    flags: edns.dnssecOk ? 0x8000 : 0,
    flag_do: edns.dnssecOk,
    // The cast is for codes that @types/dns-packet does not list: see PacketOptionCode.
    options: edns.options.map(({ code, data }) => ({ code: code as PacketOptionCode, data: toBuffer(data) })),
  };
}

function fromPacketOpt(opt: PacketRecordLike): Edns {
  return {
    version: opt.ednsVersion ?? 0,
    payloadSize: Math.max(512, opt.udpPayloadSize ?? defaultPayloadSize),
    dnssecOk: ((opt.flags ?? 0) & 0x8000) !== 0,
    options: (opt.options ?? []).map(({ code, data }) => {
      if (data === undefined) throw new WireError('EBADSTR', `the EDNS option ${code} has no data`);
      return { code, data: new Uint8Array(data) };
    }),
  };
}

function isOpt(record: PacketRecordLike): boolean {
  return record.type.toUpperCase() === 'OPT';
}
