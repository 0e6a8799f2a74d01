import { formatName, maxNameLength, parseName } from '../records/name.js';
import { WireError } from '../records/wire-error.js';
import { isIpv4 } from './address-text.js';

/**
 * Reads a name of a file, and leaves out its trailing dot; undefined for any other text.
 *
 * Names are labels of letters, digits, `-`, `_`, `/` and `*`: what a question for addresses may hold. Files have
 * no escapes, and names outside ASCII stand in them as A-labels. An IPv4 address is no name
 * (RFC 1123 section 2.1), nor is the root.
 */
export function readHostName(text: string): string | undefined {
  if (!plainName.test(text)) return undefined;
  const name = withoutDot(text);
  if (name.length > maxNameLength - 2) return undefined;
  return isIpv4(name) ? undefined : name;
}

/** The key of a name that {@link readHostName} gave: the same for all that differ in case only. */
export function fileNameKey(name: string): string {
  return name.toLowerCase();
}

/** The key of a name that a caller asks for, in presentation form; undefined for what is no name. */
export function askedNameKey(name: string): string | undefined {
  if (plainName.test(name)) return fileNameKey(withoutDot(name));
  try {
    return fileNameKey(formatName(parseName(name)));
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

const plainName = /^[a-z\d_/*-]{1,63}(?:\.[a-z\d_/*-]{1,63})*\.?$/i;

function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
