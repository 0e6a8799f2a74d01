import type { RecordType } from '../index.js';
import { typeCode, typeName } from '../records/codes.js';
import { WireError } from '../records/wire-error.js';
import { usageError } from './command-error.js';

/** The type that a word names, in any case (`mx`, `TYPE65280`); undefined where it names none. */
export function findType(word: string): RecordType | undefined {
  try {
    return typeName(typeCode(word.toUpperCase()));
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

/** The type that a word names. Throws {@link CommandError} with exit code 64 where it names none. */
export function parseType(word: string): RecordType {
  const type = findType(word);
  if (type === undefined)
    throw usageError(`${JSON.stringify(word)} is not a record type, such as MX, or TYPE65280 by its number`);
  return type;
}
