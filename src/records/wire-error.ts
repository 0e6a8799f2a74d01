/**
 * What is wrong with octets or text handed to the codec.
 *
 * - `EBADRESP`: octets that are not a well-formed DNS message.
 * - `EBADNAME`: text or labels that are not a domain name.
 * - `EBADSTR`: a field whose text or value cannot stand in that field.
 * - `EBADQUERY`: a type, class or opcode that does not exist.
 */
export type WireErrorCode = 'EBADRESP' | 'EBADNAME' | 'EBADSTR' | 'EBADQUERY';

/** The one error of the codec: thrown by everything that decodes, encodes or parses. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The error for octets that are not a well-formed message; `offset` is where reading stopped. */
export function malformed(what: string, offset: number): WireError {
  return new WireError('EBADRESP', `malformed message: ${what} at octet ${offset}`);
}
