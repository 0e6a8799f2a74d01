import type { TypeName } from './codes.js';
import { fromPacketName } from './packet-name.js';
import { fromPacketType, packetTypeCode } from './packet-types.js';
import { WireError } from './wire-error.js';

/**
 * Reads the `data` of a dns-packet record, whose fields nobody has checked.
 *
 * Every method throws {@link WireError} `EBADSTR` where a field is not what dns-packet would take.
 */
export class PacketFields {
  readonly #data: unknown;

  constructor(data: unknown) {
    this.#data = data;
  }

  /** 0 where absent, as for dns-packet; the Writer checks the range. */
  integer(key: string): number {
    const value = this.#field(key) ?? 0;
    if (typeof value === 'number') return value;
    throw unfit(key, 'a number');
  }

  flag(key: string): boolean {
    return this.#field(key) === true;
  }

  string(key: string): string {
    const value = this.#field(key);
    if (typeof value === 'string') return value;
    throw unfit(key, 'a string');
  }

  /** The octets of a text: UTF-8, as dns-packet writes strings. */
  text(key: string): Uint8Array {
    return utf8.encode(this.string(key));
  }

  octets(key: string): Uint8Array {
    return toOctets(this.#field(key), key);
  }

  name(key: string): string {
    return fromPacketName(this.string(key));
  }

  mailbox(key: string): string {
    return fromPacketName(this.string(key), true);
  }

  /** The number of a type. */
  type(key: string): number {
    return packetTypeCode(this.string(key));
  }

  types(key: string): readonly TypeName[] {
    const value = this.#field(key);
    if (!Array.isArray(value)) throw unfit(key, 'a list of types');
    return value.map((type: unknown) => {
      if (typeof type !== 'string') throw unfit(key, 'a list of types');
      return fromPacketType(type);
    });
  }

  #field(key: string): unknown {
    const data = this.#data;
    return typeof data === 'object' && data !== null ? Reflect.get(data, key) : undefined;
  }
}

/** Octets given as they are, or as a string that means its UTF-8. */
export function toOctets(value: unknown, what: string): Uint8Array {
  if (typeof value === 'string') return utf8.encode(value);
  if (value instanceof Uint8Array) return value;
  throw unfit(what, 'octets');
}

/** A string. */
export function toText(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw unfit(what, 'a string');
}

const utf8 = new TextEncoder();

function unfit(what: string, wanted: string): WireError {
  return new WireError('EBADSTR', `the field ${what} of the dns-packet record is not ${wanted}`);
}
