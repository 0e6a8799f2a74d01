import type { RecordCodec } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import { decodeText } from '../text.js';
import { malformed, WireError } from '../wire-error.js';

/** Text (RFC 1035 section 3.3.14). */
export interface TxtRecord extends RecordHead<'TXT'> {
  /** The character-strings as they came, empty ones included. */
  readonly strings: readonly Uint8Array[];
  /** The strings joined: UTF-8 where they are, control characters and other octets as `\DDD`. */
  readonly text: string;
}

export const txt: RecordCodec<TxtRecord> = {
  type: 'TXT',
  read(reader, head) {
    if (reader.remaining === 0) throw malformed('a TXT record without a string', reader.position);
    const strings: Uint8Array[] = [];
    while (reader.remaining > 0) strings.push(reader.characterString());
    return { ...head, strings, text: decodeText(concatenate(strings)) };
  },
  write(writer, { strings }) {
    if (strings.length === 0) throw new WireError('EBADSTR', 'a TXT record has at least one string');
    for (const string of strings) writer.characterString(string);
  },
};

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
