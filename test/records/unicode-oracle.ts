import { toASCII } from 'tr46';
import { formatName, parseName } from '../../src/records/name.js';
import { WireError } from '../../src/records/wire-error.js';

export const badName = 'EBADNAME';
/** "Domain to ASCII" of the URL Standard, and the lengths that the DNS allows. */
export const strict = { checkBidi: true, checkJoiners: true, verifyDNSLength: true };
/** The same without the rules that platforms check in part: docs/decisions/0008-unicode-names.md. */
export const lenient = { verifyDNSLength: true };
/** The forbidden domain code points of the URL Standard. */
const forbidden = /[\0-\x20#%/:<>?@[\\\]^|\x7f]/;

/** What parseName makes of a text, in presentation form, or its error. */
export function ours(text: string): string {
  try {
    return formatName(parseName(text));
  } catch (error) {
    if (error instanceof WireError) return error.code;
    throw error;
  }
}

/** What tr46 makes of a text as a whole. */
export function byTr46(text: string, options: typeof lenient = strict): string {
  const ascii = toASCII(text, options);
  return ascii === null || forbidden.test(ascii) ? badName : ascii;
}
