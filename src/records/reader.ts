import { labelText, maxNameLength } from './name.js';
import { malformed } from './wire-error.js';

/** A name may follow at most this many compression pointers. */
const maxPointers = 128;

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
  #firstAt = -1;
  /** Other names that a pointer led to, by offset. Each is read once, so that pointers cannot multiply work. */
  #pointedTo: Map<number, ReadName> | undefined;
  /** Where the octets of the name read last end. */
  #behindName = 0;

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
      this.position = start + 2;
      return this.#suffixAt(start, start, 1).text;
    }
    const name = this.#nameAt(start, this.end, 0);
    this.position = this.#behindName;
    if (this.#first === undefined) {
      this.#first = name;
      this.#firstAt = start;
    }
    return name.text;
  }

  /** Passes a name whose text and length are known. */
  knownName({ text, wireLength }: KnownName): string {
    const start = this.advance(wireLength);
    if (this.#first === undefined) {
      this.#first = { text, wireLength, pointers: 0 };
      this.#firstAt = start;
    }
    return text;
  }

  /**
   * A domain name without compression, for RDATA in which RFC 3597 section 4 forbids it: a pointer there is
   * malformed, because octets copied out of such RDATA would lose what the pointer led to.
   */
  plainName(): string {
    const start = this.position;
    const name = this.#nameAt(start, this.end, 0);
    if (name.pointers > 0) throw malformed('a compressed name where none may be', start);
    this.position = this.#behindName;
    return name.text;
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
  #nameAt(start: number, limit: number, followed: number): ReadName {
    const octets = this.octets;
    const text: number[] = [];
    let wireLength = 1;
    let at = start;
    for (;;) {
      if (at >= limit) throw malformed('a name that runs past its end', at);
      const length = octets[at] ?? 0;
      if (length === 0) break;
      if (length >= 0xc0 && at + 2 <= limit) {
        const suffix = this.#suffixAt(at, start, followed + 1);
        this.#behindName = at + 2;
        return join(text, wireLength, suffix, start);
      }
      if (length >= 0x40) throw malformed('neither a label nor a compression pointer', at);
      wireLength += length + 1;
      if (wireLength > maxNameLength) throw malformed('a name longer than 255 octets', start);
      const labelEnd = at + 1 + length;
      if (at > start) text.push(0x2e);
      appendLabel(text, octets, at + 1, labelEnd);
      at = labelEnd;
    }
    this.#behindName = at + 1;
    return { text: text.length === 0 ? '.' : String.fromCharCode(...text), wireLength, pointers: 0 };
  }

  /** What the pointer at `at` leads to, in a name whose own octets begin at `start`. */
  #suffixAt(at: number, start: number, followed: number): ReadName {
    const target = uint16At(this.octets, at) & 0x3fff;
    if (target >= start) throw malformed('a compression pointer that does not lead backward', at);
    if (target === this.#firstAt && this.#first !== undefined) return this.#first;
    let suffix = this.#pointedTo?.get(target);
    if (followed + (suffix?.pointers ?? 0) > maxPointers)
      throw malformed('more than 128 pointers in a name', at);
    if (suffix === undefined) {
      suffix = this.#nameAt(target, this.octets.length, followed);
      this.#pointedTo ??= new Map();
      this.#pointedTo.set(target, suffix);
    }
    return suffix;
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
  readonly text: string;
  readonly wireLength: number;
  readonly pointers: number;
}

const noOctets = new Uint8Array(0);

function appendLabel(text: number[], octets: Uint8Array, from: number, end: number): void {
  for (let at = from; at < end; at += 1) {
    const octet = octets[at] ?? 0;
    if (isPlain[octet] === 1) text.push(octet);
    else appendEscape(text, octet);
  }
}

function appendEscape(text: number[], octet: number): void {
  const escaped = labelText[octet] ?? '';
  for (let at = 0; at < escaped.length; at += 1) text.push(escaped.charCodeAt(at));
}

/** Puts the labels of a name before the suffix that its pointer led to. */
function join(labels: readonly number[], labelsLength: number, suffix: ReadName, start: number): ReadName {
  const wireLength = labelsLength - 1 + suffix.wireLength;
  if (wireLength > maxNameLength) throw malformed('a name longer than 255 octets', start);
  const pointers = suffix.pointers + 1;
  if (labels.length === 0) return { text: suffix.text, wireLength, pointers };
  const text = String.fromCharCode(...labels);
  return { text: suffix.text === '.' ? text : `${text}.${suffix.text}`, wireLength, pointers };
}

/** 1 for the octets that a label shows as themselves. */
const isPlain = Uint8Array.from(labelText, (text) => (text.length === 1 ? 1 : 0));
