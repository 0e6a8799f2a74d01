/** The octets of a length before each message (RFC 1035 section 4.2.2). */
const lengthSize = 2;

/** A message behind its length, in one piece: two writes cost two segments (RFC 7766 section 8). */
export function frame(message: Uint8Array): Uint8Array {
  const framed = new Uint8Array(lengthSize + message.length);
  new DataView(framed.buffer).setUint16(0, message.length);
  framed.set(message, lengthSize);
  return framed;
}

/** Puts the messages of a byte stream together again, however it was segmented. */
export class Deframer {
  #length = -1;
  readonly #head = new Uint8Array(lengthSize);
  #body: Uint8Array = this.#head;
  #filled = 0;

  /** Takes the next octets of the stream and hands each message that they complete to `emit`. */
  push(chunk: Uint8Array, emit: (message: Uint8Array) => void): void {
    let at = 0;
    while (at < chunk.length) {
      const taken = Math.min(chunk.length - at, this.#body.length - this.#filled);
      this.#body.set(chunk.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      // A length of zero completes an empty message without another octet.
      while (this.#filled === this.#body.length) this.#complete(emit);
    }
  }

  #complete(emit: (message: Uint8Array) => void): void {
    this.#filled = 0;
    if (this.#length >= 0) {
      const message = this.#body;
      this.#length = -1;
      this.#body = this.#head;
      emit(message);
      return;
    }
    this.#length = new DataView(this.#head.buffer).getUint16(0);
    this.#body = new Uint8Array(this.#length);
  }
}
