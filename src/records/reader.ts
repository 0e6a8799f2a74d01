import { labelsText } from './labels-text.js';
import { maxNameLength } from './name.js';
import { malformed } from './wire-error.js';

/** A name may follow at most this many compression pointers. */
const maxPointers = 128;
/** Names that a pointer led to and that are found without a Map, which costs more than most messages. */
const maxListed = 8;

/**
 * Reads a message from its octets and never past their end.
 *
 * While RDATA is read, `end` stands at the end of that RDATA, so that no field can overrun it. Every method
 * throws {@link WireError} `EBADRESP` where octets are missing.
 */
export class Reader {
  readonly octets: Uint8Array;
  position: number;
  end: number;
  /** The name read first: the question's, to which most owners of a response point. */
  #first: ReadName | undefined;
  /** The last of the others that a pointer led to. Each is read once, so that pointers cannot multiply work. */
  #listed: ReadName | undefined;
  #listLength = 0;
  /** Those that the list has no room for, by offset. */
  #unlisted: Map<number, ReadName> | undefined;
  /** Of the name read last. */
  #wireLength = 0;
  #pointers = 0;

  constructor(octets: Uint8Array, position = 0, end = octets.length) {
    this.octets = octets;
    this.position = position;
    this.end = end;
  }

  /** Octets left before `end`. */
  get remaining(): number {
    return this.end - this.position;
  }

  uint8(): number {
    return this.octets[this.advance(1)] ?? 0;
  }

  uint16(): number {
    return uint16At(this.octets, this.advance(2));
  }

  uint32(): number {
    const from = this.advance(4);
    return uint16At(this.octets, from) * 0x1_0000 + uint16At(this.octets, from + 2);
  }

  /** Moves on by `length` octets and returns where they begin in `octets`, for fields that need no copy. */
  advance(length: number): number {
    const from = this.position;
    if (length > this.end - from) throw malformed('octets missing', from);
    this.position = from + length;
    return from;
  }

  /** A copy of the next octets: the message they came in may be reused. */
  data(length: number): Uint8Array {
    const from = this.advance(length);
    // Tens of thousands of empty strings fit in one message.
    if (length === 0) return noOctets;
    // Not slice: that of a Buffer shares memory, and gives another Buffer.
    const copy = new Uint8Array(length);
    copy.set(this.octets.subarray(from, from + length));
    return copy;
  }

  /** A copy of all octets left. */
  rest(): Uint8Array {
    return this.data(this.remaining);
  }

  /** A character-string: a length octet, then that many octets (RFC 1035 section 3.3). */
  characterString(): Uint8Array {
    return this.data(this.uint8());
  }

  /**
   * A domain name in presentation form.
   *
   * Pointers lead strictly backward (RFC 1035 section 4.1.4 says "a prior occurrence"), so reading ends.
   */
  name(): string {
    const start = this.position;
    // Nearly every owner of a response is a pointer and nothing else, and that of OPT is the root.
    const length = this.remaining > 0 ? this.octets[start] : undefined;
    if (length === 0) {
      this.position = start + 1;
      return '.';
    }
    if (length !== undefined && length >= 0xc0 && this.remaining >= 2) {
      const { text } = this.#suffixAt(start, start, 1);
      this.position = start + 2;
      return text;
    }
    const text = this.#nameAt(start, this.end, 0);
    this.#first ??= this.#readName(start, text);
    return text;
  }

  /** Passes a name whose text and length are known. */
  knownName({ text, wireLength }: KnownName): string {
    const start = this.advance(wireLength);
    this.#first ??= { at: start, text, wireLength, pointers: 0, before: undefined };
    return text;
  }

  /**
   * A domain name without compression, for RDATA in which RFC 3597 section 4 forbids it: a pointer there is
   * malformed, because octets copied out of such RDATA would lose what the pointer led to.
   */
  plainName(): string {
    const start = this.position;
    const text = this.#nameAt(start, this.end, 0);
    if (this.#pointers > 0) throw malformed('a compressed name where none may be', start);
    return text;
  }

  /** The octets of a name, without compression: for names that are not to be text. */
  nameOctets(): Uint8Array {
    let at = this.position;
    // Checks every label and pointer that is followed below.
    this.name();
    const wire = new Uint8Array(maxNameLength);
    let length = 0;
    for (let label = this.octets[at] ?? 0; label > 0; label = this.octets[at] ?? 0) {
      if (label >= 0xc0) {
        at = uint16At(this.octets, at) & 0x3fff;
        continue;
      }
      for (const end = at + 1 + label; at < end; at += 1, length += 1) wire[length] = this.octets[at] ?? 0;
    }
    return wire.slice(0, length + 1);
  }

  /** Reads a name whose own octets lie before `limit`, after `followed` pointers have led to it. */
  #nameAt(start: number, limit: number, followed: number): string {
    const octets = this.octets;
    let at = start;
    for (;;) {
      if (at >= limit) throw malformed('a name that runs past its end', at);
      const length = octets[at] ?? 0;
      if (length === 0) break;
      if (length >= 0xc0 && at + 2 <= limit) return this.#compressedName(start, at, followed + 1);
      if (length >= 0x40) throw malformed('neither a label nor a compression pointer', at);
      at += length + 1;
      if (at - start >= maxNameLength) throw malformed('a name longer than 255 octets', start);
    }
    this.position = at + 1;
    this.#wireLength = at + 1 - start;
    this.#pointers = 0;
    return at === start ? '.' : labelsText(octets, start, at, 0);
  }

  /** The name whose labels begin at `start`, and whose pointer is at `at`. */
  #compressedName(start: number, at: number, followed: number): string {
    const { text, wireLength, pointers } = this.#suffixAt(at, start, followed);
    if (at - start + wireLength > maxNameLength) throw malformed('a name longer than 255 octets', start);
    this.position = at + 2;
    this.#wireLength = at - start + wireLength;
    this.#pointers = pointers + 1;
    if (at === start) return text;
    return text === '.'
      ? labelsText(this.octets, start, at, 0)
      : labelsText(this.octets, start, at, 1) + text;
  }

  /** What the pointer at `at` leads to, in a name whose own octets begin at `start`. */
  #suffixAt(at: number, start: number, followed: number): ReadName {
    const target = uint16At(this.octets, at) & 0x3fff;
    if (target >= start) throw malformed('a compression pointer that does not lead backward', at);
    const first = this.#first;
    const known = first?.at === target ? first : this.#find(target);
    if (followed + (known?.pointers ?? 0) > maxPointers)
      throw malformed('more than 128 pointers in a name', at);
    return known ?? this.#keep(target, this.#nameAt(target, this.octets.length, followed));
  }

  #find(target: number): ReadName | undefined {
    for (let name = this.#listed; name !== undefined; name = name.before) {
      if (name.at === target) return name;
    }
    return this.#unlisted?.get(target);
  }

  /** Keeps the name read last for the pointers that lead to it. */
  #keep(at: number, text: string): ReadName {
    const name = this.#readName(at, text);
    if (this.#listLength < maxListed) {
      this.#listed = name;
      this.#listLength += 1;
    } else {
      this.#unlisted ??= new Map();
      this.#unlisted.set(at, name);
    }
    return name;
  }

  #readName(at: number, text: string): ReadName {
    return { at, text, wireLength: this.#wireLength, pointers: this.#pointers, before: this.#listed };
  }
}

/** The 16 bits at `at`, which the caller knows to be there. */
export function uint16At(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
}

/** A name whose text is known, without a look at its octets. */
export interface KnownName {
  readonly text: string;
  /** Octets that it takes in the message. */
  readonly wireLength: number;
}

/** A name read, or the ending of one that a pointer led to. */
interface ReadName {
  /** Where its octets begin. */
  readonly at: number;
  readonly text: string;
  readonly wireLength: number;
  readonly pointers: number;
  /** The one in the list before it. */
  readonly before: ReadName | undefined;
}

const noOctets = new Uint8Array(0);
