/** A frame is its length in 16 bits, then that many octets (RFC 1035 section 4.2.2). */
const prefixLength = 2;

/** Cuts a stream of octets into the messages framed in it, however they were split on the way. */
export class FrameReader {
  /** The frame that has begun: one octet at a time costs no more than all at once. */
  #held = new Uint8Array(512);
  #length = 0;

  /** The messages that end in these octets. */
  *read(octets: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    while (at < octets.length) {
      const taken = octets.subarray(at, at + this.#frameLength() - this.#length);
      this.#hold(taken);
      at += taken.length;
      if (this.#length < prefixLength || this.#length < this.#frameLength()) continue;
      const message = this.#held.slice(prefixLength, this.#length);
      this.#length = 0;
      yield message;
    }
  }

  /** Octets of the frame that has begun; of its length alone until that is there. */
  #frameLength(): number {
    const [high = 0, low = 0] = this.#held;
    return this.#length < prefixLength ? prefixLength : prefixLength + high * 256 + low;
  }

  #hold(octets: Uint8Array): void {
    const needed = this.#length + octets.length;
    if (needed > this.#held.length) {
      const larger = new Uint8Array(Math.max(needed, this.#held.length * 2));
      larger.set(this.#held.subarray(0, this.#length));
      this.#held = larger;
    }
    this.#held.set(octets, this.#length);
    this.#length = needed;
  }
}

/** A message behind its length, as it goes over TCP. */
export function frame(message: Uint8Array): Uint8Array {
  const framed = new Uint8Array(prefixLength + message.length);
  new DataView(framed.buffer).setUint16(0, message.length);
  framed.set(message, prefixLength);
  return framed;
}
