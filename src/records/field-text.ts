import { formatName, parseName } from './name.js';
import { encodeText } from './text.js';
import { WireError } from './wire-error.js';

/** The fields of RDATA on one line, quotes and escapes as they are. Throws {@link WireError} `EBADSTR`. */
export function splitFields(text: string): readonly string[] {
  const fields: string[] = [];
  let at = text.search(/\S|$/);
  while (at < text.length) {
    fieldPattern.lastIndex = at;
    const [field] = fieldPattern.exec(text) ?? [];
    if (field === undefined) {
      throw new WireError('EBADSTR', `${shown(text.slice(at))} has an open quote or ends in a backslash`);
    }
    fields.push(field);
    at += field.length;
    while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  }
  return fields;
}

/** The octets of a character-string, quoted or not: `\X` and `\DDD` are octets, other characters UTF-8. */
export function parseString(field: string): Uint8Array {
  const quoted = field.startsWith('"');
  const content = quoted ? field.slice(1, -1) : field;
  const octets: number[] = [];
  for (const part of content.split(/(\\\d{3}|\\[^\d])/u)) {
    const escaped = part.startsWith('\\');
    if (escaped && /^\\\d{3}$/.test(part) && Number(part.slice(1)) <= 255) {
      octets.push(Number(part.slice(1)));
      continue;
    }
    if (escaped ? part.length < 2 || /^\\\d/.test(part) : /["\\]|\p{Surrogate}/u.test(part)) {
      throw new WireError('EBADSTR', `${shown(field)} has a stray quote, a wrong escape or half a character`);
    }
    for (const octet of utf8.encode(escaped ? part.slice(1) : part)) octets.push(octet);
  }
  return Uint8Array.from(octets);
}

/** Octets as a quoted character-string: printable ASCII as it is, everything else as `\DDD`. */
export function quote(octets: Uint8Array): string {
  let text = '"';
  for (const octet of octets) text += stringText[octet];
  return `${text}"`;
}

/** A text field as a quoted character-string. */
export function quoteText(text: string): string {
  return quote(encodeText(text));
}

/** A name in presentation form with the dot that makes it absolute; whatever is not printable is escaped. */
export function absoluteName(name: string): string {
  const text = formatName(parseName(name));
  return text === '.' ? text : `${text}.`;
}

/** The error to throw for octets given as text that cannot be read: the text is wrong, not a response. */
export function badOctets(what: string, error: unknown): unknown {
  if (!(error instanceof WireError)) return error;
  return new WireError('EBADSTR', `${what}: ${error.message}`, { cause: error });
}

/** A piece of text as error messages show it: quoted, at most 100 characters. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}...` : text);
}

const utf8 = new TextEncoder();

/**
 * A field: a quoted string that ends with its quote, or characters up to a space, in which quotes protect
 * spaces (`alpn="a b"`, RFC 9460 appendix A). The alternatives begin with different characters, so matching
 * never goes back.
 */
const fieldPattern = /"(?:[^"\\]|\\.)*"(?=[\s"]|$)|(?:[^\s"\\]|\\.)(?:[^\s"\\]|\\.|"(?:[^"\\]|\\.)*")*/sy;

const stringText: readonly string[] = Array.from({ length: 256 }, (_, octet) => {
  if (octet === 0x22 || octet === 0x5c) return `\\${String.fromCharCode(octet)}`;
  return octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `\\${String(octet).padStart(3, '0')}`;
});
