import { type EdnsOption, ednsOptions } from './edns.js';

/** Octets of which the length of a query is a multiple (RFC 8467 section 4.1). */
const blockLength = 128;
/** Header, the fixed part of OPT, and code and length of the padding itself. */
const fixedLength = 12 + 11 + 4;
/** The longest message. */
const maxLength = 0xffff;

/**
 * The EDNS options of a query with padding behind them (RFC 7830), by which its length says less about its name.
 *
 * For encrypted transports alone. Options that have padding, or leave no room for it, stay as they are.
 */
export function padOptions(question: Uint8Array, options: readonly EdnsOption[]): readonly EdnsOption[] {
  if (options.some(({ code }) => code === ednsOptions.PADDING)) return options;
  const length = options.reduce((sum, { data }) => sum + 4 + data.length, fixedLength + question.length);
  const missing = (blockLength - (length % blockLength)) % blockLength;
  if (length + missing > maxLength) return options;
  return [...options, { code: ednsOptions.PADDING, data: new Uint8Array(missing) }];
}
