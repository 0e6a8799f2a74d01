import { formatHex, parseHex } from '../base-encoding.js';
import type { RdataText } from '../rdata-text.js';
import type { Reader } from '../reader.js';
import type { Writer } from '../writer.js';

/** How NSEC3 hashes names: what NSEC3 and NSEC3PARAM have in common (RFC 5155 section 3.1). */
export interface HashParameters {
  /** 1 for SHA-1, the only one. */
  readonly hashAlgorithm: number;
  /** In NSEC3, 1 means opt-out. */
  readonly flags: number;
  /** How often the hash is repeated, 0 to 65,535; 0 is best practice (RFC 9276). */
  readonly iterations: number;
  /** At most 255 octets; empty is best practice. */
  readonly salt: Uint8Array;
}

/** Reads the hash parameters from RDATA. */
export function readHashParameters(reader: Reader): HashParameters {
  return {
    hashAlgorithm: reader.uint8(),
    flags: reader.uint8(),
    iterations: reader.uint16(),
    salt: reader.characterString(),
  };
}

/** Writes the hash parameters as RDATA. */
export function writeHashParameters(writer: Writer, parameters: HashParameters): void {
  writer.uint8(parameters.hashAlgorithm);
  writer.uint8(parameters.flags);
  writer.uint16(parameters.iterations);
  writer.characterString(parameters.salt);
}

/** Prints the hash parameters in presentation form. */
export function formatHashParameters({ hashAlgorithm, flags, iterations, salt }: HashParameters): string {
  return `${hashAlgorithm} ${flags} ${iterations} ${salt.length === 0 ? '-' : formatHex(salt)}`;
}

/** Parses the hash parameters in presentation form. */
export function parseHashParameters(fields: RdataText): HashParameters {
  const numbers = {
    hashAlgorithm: fields.integer(0xff),
    flags: fields.integer(0xff),
    iterations: fields.integer(0xffff),
  };
  const salt = fields.field();
  return { ...numbers, salt: parseHex(salt === '-' ? '' : salt) };
}
