import { formatName, maxLabelLength, maxNameLength, parseName } from './name.js';
import { WireError } from './wire-error.js';

/**
 * A name as dns-packet writes it: its labels as they are, with dots between them; the root is `.`.
 *
 * That form has no escapes, so it can hold only labels of printable ASCII without dots and backslashes.
 * In a mailbox (SOA `rname`, RP `mbox`) the first label may have dots, which dns-packet writes `\.`.
 * Undefined where dns-packet would send another name than the one meant.
 */
export function toPacketName(name: string, mailbox = false): string | undefined {
  const wire = parseName(name);
  const labels: string[] = [];
  let at = 0;
  for (let length = wire[0] ?? 0; length > 0; length = wire[at] ?? 0) {
    const label = String.fromCharCode(...wire.subarray(at + 1, at + 1 + length));
    if (!/^[\x20-\x5b\x5d-\x7e]+$/.test(label)) return undefined;
    const dotted = label.includes('.');
    // dns-packet joins split labels again only at the start, and drops an empty first part.
    if (dotted && (!mailbox || at > 0 || label.startsWith('.'))) return undefined;
    labels.push(dotted ? label.replaceAll('.', '\\.') : label);
    at += 1 + length;
  }
  const text = labels.join('.');
  // dns-packet takes a dot at the end off before it looks for backslashes.
  if (text.endsWith('\\.')) return undefined;
  return text === '' ? '.' : text;
}

/** The name that dns-packet means by a text, in presentation form. Throws {@link WireError} `EBADNAME`. */
export function fromPacketName(text: string, mailbox = false): string {
  const inner = text.replace(/^\.|\.$/g, '');
  if (inner === '') return '.';
  const wire = new Uint8Array(maxNameLength);
  let at = 0;
  for (const label of mailbox ? inner.split(/(?<!\\)\./) : inner.split('.')) {
    const octets = utf8.encode(mailbox ? label.replaceAll('\\.', '.') : label);
    const fits =
      octets.length > 0 && octets.length <= maxLabelLength && at + octets.length + 2 <= maxNameLength;
    if (!fits) throw new WireError('EBADNAME', `${JSON.stringify(text.slice(0, 300))} is not a domain name`);
    wire[at] = octets.length;
    wire.set(octets, at + 1);
    at += 1 + octets.length;
  }
  return formatName(wire.subarray(0, at + 1));
}

const utf8 = new TextEncoder();
