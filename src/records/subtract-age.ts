import { Reader } from './reader.js';
import { WireError } from './wire-error.js';

/**
 * A response as it is after some seconds, at least 0, in a cache that knows no DNS: each TTL less by them, and not
 * below 0 (RFC 8484 section 5.1). What is malformed comes back as it is.
 */
export function subtractAge(message: Uint8Array, seconds: number): Uint8Array {
  const copy = new Uint8Array(message);
  const view = new DataView(copy.buffer);
  const reader = new Reader(copy);
  try {
    reader.advance(4);
    const questions = reader.uint16();
    const records = reader.uint16() + reader.uint16() + reader.uint16();
    for (let n = 0; n < questions; n += 1) {
      reader.name();
      reader.advance(4);
    }
    for (let n = 0; n < records; n += 1) {
      reader.name();
      const type = reader.uint16();
      reader.advance(2);
      const at = reader.advance(4);
      // That of OPT holds flags (RFC 6891 section 6.1.3); one with the top bit set counts for 0 (RFC 2181 section 8).
      const ttl = view.getInt32(at);
      if (type !== optType) view.setInt32(at, Math.max(0, ttl - seconds));
      reader.advance(reader.uint16());
    }
    return copy;
  } catch (error) {
    if (error instanceof WireError) return message;
    throw error;
  }
}

const optType = 41;
