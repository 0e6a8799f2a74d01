import { parseName } from './name.js';
import { encodeText } from './text.js';
import { WireError } from './wire-error.js';

/** A message is at most 65,535 octets: its length has 16 bits over TCP (RFC 1035 section 4.2.2). */
export const maxMessageLength = 0xffff;
/** Pointers have 14 bits (RFC 1035 section 4.1.4). */
const maxPointerTarget = 0x3fff;

/**
 * Writes a message, growing as needed; every octet it hands out was written.
 *
 * Throws {@link WireError} `EBADSTR` for numbers that do not fit their field and for what makes the
 * message longer than 65,535 octets.
 */
export class Writer {
  #octets: Uint8Array;
  #view: DataView;
  #length = 0;
  /** Where each name, and each of its endings, was written; the key is the wire form, one character an octet. */
  readonly #names = new Map<string, number>();
  readonly #compresses: boolean;

  /** `compresses` is false for RDATA that is to stand alone: pointers mean nothing outside their message. */
  constructor(capacity = 512, compresses = true) {
    this.#octets = new Uint8Array(capacity);
    this.#view = new DataView(this.#octets.buffer);
    this.#compresses = compresses;
  }

  get length(): number {
    return this.#length;
  }

  uint8(value: number): void {
    checkInteger(value, 0xff);
    const at = this.#grow(1); // first: it may replace the view
    this.#view.setUint8(at, value);
  }

  uint16(value: number): void {
    checkInteger(value, 0xffff);
    const at = this.#grow(2); // first: it may replace the view
    this.#view.setUint16(at, value);
  }

  uint32(value: number): void {
    checkInteger(value, 0xffff_ffff);
    const at = this.#grow(4); // first: it may replace the view
    this.#view.setUint32(at, value);
  }

  data(octets: Uint8Array): void {
    const at = this.#grow(octets.length);
    this.#octets.set(octets, at);
  }

  /** A character-string: at most 255 octets behind their length. */
  characterString(octets: Uint8Array): void {
    if (octets.length > 255) throw new WireError('EBADSTR', 'a character-string is longer than 255 octets');
    this.uint8(octets.length);
    this.data(octets);
  }

  /** A character-string from a text field (see {@link encodeText}). */
  text(text: string): void {
    this.characterString(encodeText(text));
  }

  /** A name, compressed: for owners and for the RDATA that RFC 3597 section 4 allows it in. */
  name(name: string): void {
    if (!this.#compresses) {
      this.plainName(name);
      return;
    }
    const wire = parseName(name);
    let at = 0;
    for (let length = wire[0] ?? 0; length > 0; length = wire[at] ?? 0) {
      const ending = String.fromCharCode(...wire.subarray(at));
      const target = this.#names.get(ending);
      if (target !== undefined) {
        this.uint16(0xc000 | target);
        return;
      }
      if (this.#length <= maxPointerTarget) this.#names.set(ending, this.#length);
      this.data(wire.subarray(at, at + 1 + length));
      at += 1 + length;
    }
    this.uint8(0);
  }

  /** A name in full: for RDATA in which RFC 3597 section 4 forbids compression. */
  plainName(name: string): void {
    this.data(parseName(name));
  }

  /** Writes 16 bits for a length, then what `write` writes, then goes back and sets the length. */
  lengthPrefixed(write: () => void): void {
    const at = this.#grow(2);
    const from = this.#length;
    write();
    this.#view.setUint16(at, this.#length - from);
  }

  /** The octets written. */
  finish(): Uint8Array {
    return this.#octets.slice(0, this.#length);
  }

  #grow(by: number): number {
    const at = this.#length;
    const needed = at + by;
    if (needed > maxMessageLength) throw new WireError('EBADSTR', 'the message is longer than 65,535 octets');
    if (needed > this.#octets.length) {
      const larger = new Uint8Array(Math.min(maxMessageLength, Math.max(needed, this.#octets.length * 2)));
      larger.set(this.#octets);
      this.#octets = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#length = needed;
    return at;
  }
}

function checkInteger(value: number, max: number): void {
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new WireError('EBADSTR', `${value} is not an integer from 0 to ${max}`);
  }
}
