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
  readonly #view: DataView;
  /** Names that a pointer led to, by their offset: the records of one RRset point to one owner. */
  #pointedTo: Map<number, string> | undefined;
  /** Whether the name read last had a pointer in it. */
  #compressed = false;
  position: number;
  end: number;

  constructor(octets: Uint8Array, position = 0, end = octets.length) {
    this.octets = octets;
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
    this.position = position;
    this.end = end;
  }

  /** Octets left before `end`. */
  get remaining(): number {
    return this.end - this.position;
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2));
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  /** A copy of the next octets: the message they came in may be reused. */
  data(length: number): Uint8Array {
    const from = this.#advance(length);
    return this.octets.slice(from, from + length);
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
    if (this.remaining >= 2) {
      const first = this.#view.getUint16(start);
      if (first >= 0xc000) {
        this.position = start + 2;
        return this.#nameAt(first & 0x3fff, start);
      }
    }
    return this.#labels(start, true);
  }

  /**
   * A domain name without compression, for RDATA in which RFC 3597 section 4 forbids it: a pointer there is
   * malformed, because octets copied out of such RDATA would lose what the pointer led to.
   */
  plainName(): string {
    const start = this.position;
    const name = this.#labels(start, true);
    if (this.#compressed) throw malformed('a compressed name where none may be', start);
    return name;
  }

  #nameAt(target: number, from: number): string {
    if (target >= from) throw malformed('a compression pointer that does not lead backward', from);
    this.#pointedTo ??= new Map();
    const known = this.#pointedTo.get(target);
    if (known !== undefined) return known;
    const name = this.#labels(target, false);
    this.#pointedTo.set(target, name);
    return name;
  }

  #labels(start: number, advance: boolean): string {
    const view = this.#view;
    let end = advance ? this.end : this.octets.length;
    let segment = start; // where the labels being read began: pointers must lead to before it
    let at = start;
    let pointers = 0;
    let wireLength = 1;
    let text = '';
    this.#compressed = false;
    for (;;) {
      if (at >= end) throw malformed('a name that runs past its end', at);
      const length = view.getUint8(at);
      if (length === 0) break;
      if (length < 0x40) {
        wireLength += length + 1;
        if (wireLength > maxNameLength) throw malformed('a name longer than 255 octets', start);
        const labelEnd = at + 1 + length;
        if (labelEnd > end) throw malformed('a label that runs past its end', at);
        if (text !== '') text += '.';
        for (let octet = at + 1; octet < labelEnd; octet += 1) text += labelText[view.getUint8(octet)];
        at = labelEnd;
        continue;
      }
      if (length < 0xc0) throw malformed('a label of unknown kind', at);
      if (at + 2 > end) throw malformed('half a compression pointer', at);
      const target = view.getUint16(at) & 0x3fff;
      if (target >= segment) throw malformed('a compression pointer that does not lead backward', at);
      this.#compressed = true;
      pointers += 1;
      if (pointers > maxPointers) throw malformed('more than 128 compression pointers', at);
      if (advance) this.position = at + 2;
      advance = false;
      end = this.octets.length;
      segment = target;
      at = target;
    }
    if (advance) this.position = at + 1;
    return text === '' ? '.' : text;
  }

  /** Takes `length` octets and returns where they begin. */
  #advance(length: number): number {
    const from = this.position;
    if (length > this.end - from) throw malformed('octets missing', from);
    this.position = from + length;
    return from;
  }
}
