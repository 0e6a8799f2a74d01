import type { RecordCodec, RecordText } from '../codec.js';
import { quote } from '../field-text.js';
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

/** The wire form. */
export const txt: RecordCodec<TxtRecord> = {
  type: 'TXT',
  read(reader, head) {
    if (reader.remaining === 0) throw malformed('a TXT record without a string', reader.position);
    const strings: Uint8Array[] = [];
    while (reader.remaining > 0) strings.push(reader.characterString());
    return {
      name: head.name,
      type: head.type,
      class: head.class,
      ttl: head.ttl,
      strings,
      text: decodeText(concatenate(strings)),
    };
  },
  write(writer, { strings }) {
    if (strings.length === 0) throw new WireError('EBADSTR', 'a TXT record has at least one string');
    for (const string of strings) writer.characterString(string);
  },
};

/** The presentation form. */
export const txtText: RecordText<TxtRecord> = {
  type: 'TXT',
  format({ strings }) {
    return strings.map(quote).join(' ');
  },
  parse(fields, head) {
    const strings = [fields.octets()];
    while (!fields.done) strings.push(fields.octets());
    return { ...head, strings, text: decodeText(concatenate(strings)) };
  },
};

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
