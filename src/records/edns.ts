import { type Reader, uint16At } from './reader.js';
import { decodeText } from './text.js';
import { malformed } from './wire-error.js';
import type { Writer } from './writer.js';

/** One EDNS option (RFC 6891 section 6.1.2). */
export interface EdnsOption {
  /** The option code, 0 to 65,535; {@link ednsOptions} has those rxdns knows. */
  readonly code: number;
  readonly data: Uint8Array;
}

/** What the OPT record of a message says (RFC 6891 section 6.1). */
export interface Edns {
  readonly version: number;
  /** The largest UDP message its sender takes, in octets; less than 512 reads as 512 (section 6.2.3). */
  readonly payloadSize: number;
  /** The DO bit: DNSSEC records wanted (RFC 3225). */
  readonly dnssecOk: boolean;
  readonly options: readonly EdnsOption[];
}

/** An extended error: why a server answered as it did (RFC 8914). */
export interface ExtendedError {
  /** The INFO-CODE, 0 to 65,535 (RFC 8914 section 4). */
  readonly infoCode: number;
  /** The EXTRA-TEXT, control characters escaped; empty where there is none. */
  readonly extraText: string;
}

/** Option codes (IANA, "DNS EDNS0 Option Codes"). */
export const ednsOptions = {
  NSID: 3,
  CLIENT_SUBNET: 8,
  COOKIE: 10,
  KEEPALIVE: 11,
  PADDING: 12,
  EXTENDED_ERROR: 15,
} as const;

/** The upper bits of the rcode in an OPT record that is about to be read, shifted to their place; 0 past the end. */
export function upperRcode({ octets, position }: Reader): number {
  return (octets[position + 2] ?? 0) << 4;
}

/** Reads an OPT record from behind its type. */
export function readEdns(reader: Reader): Edns {
  const { octets } = reader;
  const at = reader.advance(8);
  const payloadSize = Math.max(512, uint16At(octets, at));
  const version = octets[at + 3] ?? 0;
  const dnssecOk = ((octets[at + 4] ?? 0) & 0x80) !== 0;
  const length = uint16At(octets, at + 6);
  if (length > reader.remaining) throw malformed('EDNS options that run past the message', reader.position);
  if (length === 0) return { version, payloadSize, dnssecOk, options: noOptions };
  const messageEnd = reader.end;
  reader.end = reader.position + length;
  const options: EdnsOption[] = [];
  while (reader.remaining > 0) {
    const code = reader.uint16();
    options.push({ code, data: reader.data(reader.uint16()) });
  }
  reader.end = messageEnd;
  return { version, payloadSize, dnssecOk, options };
}

/** What the OPT record of most responses holds. */
const noOptions: readonly EdnsOption[] = Object.freeze([]);

/** Writes the OPT record, owner included; `upperRcode` is the rcode without its lower four bits. */
export function writeEdns(writer: Writer, edns: Edns, upperRcode: number): void {
  writer.uint8(0);
  writer.uint16(41);
  writer.uint16(edns.payloadSize);
  writer.uint8(upperRcode);
  writer.uint8(edns.version);
  writer.uint16(edns.dnssecOk ? 0x8000 : 0);
  writer.lengthPrefixed(() => {
    for (const { code, data } of edns.options) {
      writer.uint16(code);
      writer.lengthPrefixed(() => writer.data(data));
    }
  });
}

/** The extended errors among EDNS options, in their order; one too short for its code is left out. */
export function extendedErrors(edns: Edns | undefined): readonly ExtendedError[] {
  const errors: ExtendedError[] = [];
  for (const { code, data } of edns?.options ?? []) {
    if (code !== ednsOptions.EXTENDED_ERROR || data.length < 2) continue;
    const infoCode = new DataView(data.buffer, data.byteOffset).getUint16(0);
    errors.push({ infoCode, extraText: decodeText(data.subarray(2)) });
  }
  return errors;
}

/** Tells whether a server asks for the connection to be closed: a keepalive of 0 (RFC 7828 section 3.3.2). */
export function asksToClose(edns: Edns | undefined): boolean {
  const keepalive = edns?.options.find((option) => option.code === ednsOptions.KEEPALIVE)?.data;
  return keepalive?.length === 2 && keepalive[0] === 0 && keepalive[1] === 0;
}
