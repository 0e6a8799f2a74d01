import type { TypeName } from '../../src/records/codes.js';
import type { RecordHead } from '../../src/records/record-head.js';

/** What a record of `types.example` has before its RDATA; `@` is the apex. TTLs in seconds. */
export function head<Type extends TypeName>(owner: string, type: Type, ttl = 3600): RecordHead<Type> {
  return { name: owner === '@' ? 'types.example' : `${owner}.types.example`, type, class: 'IN', ttl };
}

/** Octets from hexadecimal digits. */
export function hex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

/** Octets from Base64. */
export function base64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

/** The octets of a text in UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
