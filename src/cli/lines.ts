import { isUtf8 } from 'node:buffer';

/** One line of input, its line end left out. */
export interface Line {
  /** The text; where there is a fault, what can be shown of it: every octet beyond printable ASCII as `\DDD`. */
  readonly text: string;
  /** Octets of the line, its line end included. */
  readonly size: number;
  /** Why the line cannot hold a name; absent where it can. */
  readonly fault?: string;
}

/**
 * The longest line that is read, in octets.
 *
 * A name takes at most 1,016 characters with every octet escaped; the rest is room for types and servers.
 */
export const maxLineLength = 4096;

/**
 * Cuts chunks of octets into lines. Ends with LF or CRLF; a byte order mark in front is left out.
 *
 * Memory stays bounded by one chunk and `limit` octets, whatever the octets: a line that is longer or that is not
 * text comes out as one with a `fault`.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  limit: number = maxLineLength,
): AsyncGenerator<Line> {
  let first = true;
  let head: Buffer = Buffer.alloc(0);
  let size = 0;
  for await (const octets of chunks) {
    const chunk = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      const tail = chunk.subarray(start, end);
      start = end + 1;
      yield toLine(join(head, tail, limit), size + tail.length + 1, first, limit);
      head = Buffer.alloc(0);
      size = 0;
      first = false;
    }
    const rest = chunk.subarray(start);
    head = join(head, rest, limit);
    size += rest.length;
  }
  if (size > 0) yield toLine(head, size, first, limit);
}

/** The line that a text without line ends makes, such as a word of the command line. */
export function lineOf(text: string): Line {
  const octets = Buffer.from(text);
  // A lone surrogate is what Node makes of an argument that is not UTF-8: it has no octets of its own.
  if (/\p{Surrogate}|\ufffd/u.test(text))
    return { text: escapeOctets(octets), size: octets.length, fault: notUtf8 };
  return toLine(octets, octets.length, false, maxLineLength);
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** How much of an overlong line is shown. */
const shownLength = 256;

const notUtf8 = 'is not UTF-8 text; \\DDD stands for such an octet in a name';
const hasControls = 'has control characters; \\DDD stands for such an octet in a name';

/** Keeps one octet more than a line may have, so that an overlong one shows. */
function join(head: Buffer, tail: Buffer, limit: number): Buffer {
  const room = limit + byteOrderMark.length + 2 - head.length;
  if (head.length === 0) return tail.subarray(0, room);
  return Buffer.concat([head, tail.subarray(0, room)]);
}

function toLine(octets: Buffer, size: number, first: boolean, limit: number): Line {
  const start = first && octets.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
  const end = octets.at(-1) === carriageReturn ? octets.length - 1 : octets.length;
  const content = octets.subarray(start, end);
  if (content.length > limit) {
    const shown = `${escapeOctets(content.subarray(0, shownLength))}...`;
    return { text: shown, size, fault: `is longer than ${limit} octets` };
  }
  if (!isUtf8(content)) return { text: escapeOctets(content), size, fault: notUtf8 };
  const text = content.toString('utf8');
  // A tab separates words, as a space does.
  if (/[^\P{Cc}\t]/u.test(text)) return { text: escapeOctets(content), size, fault: hasControls };
  return { text, size };
}

function escapeOctets(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) {
    const printable = octet >= 0x20 && octet < 0x7f;
    text += printable ? String.fromCharCode(octet) : `\\${String(octet).padStart(3, '0')}`;
  }
  return text;
}
