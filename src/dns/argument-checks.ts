import { isIP } from 'node:net';
import { inspect } from 'node:util';
import { argumentTypeError, argumentValueError, badPortError, outOfRangeError } from './argument-errors.js';

/** Throws `ERR_INVALID_ARG_TYPE` for what is no string. */
export function checkString(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw argumentTypeError(name, 'of type string', value);
}

/** Throws `ERR_INVALID_ARG_TYPE` for what is no number. */
export function checkNumber(name: string, value: unknown): asserts value is number {
  if (typeof value !== 'number') throw argumentTypeError(name, 'of type number', value);
}

/** Throws `ERR_INVALID_ARG_TYPE` for what is no boolean. */
export function checkBoolean(name: string, value: unknown): asserts value is boolean {
  if (typeof value !== 'boolean') throw argumentTypeError(name, 'of type boolean', value);
}

/** Throws `ERR_INVALID_ARG_TYPE` for what is no array. */
export function checkArray(name: string, value: unknown): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) throw argumentTypeError(name, 'an instance of Array', value);
}

/** A callback: called with an error or `null`, and results. */
export type Callback = (...results: readonly unknown[]) => void;

/** Throws `ERR_INVALID_ARG_TYPE` for a callback that is no function. */
export function checkCallback(value: unknown): asserts value is Callback {
  if (typeof value !== 'function') throw argumentTypeError('callback', 'of type function', value);
}

/** Throws `ERR_INVALID_ARG_VALUE` for what is not in a list. */
export function checkOneOf<T>(name: string, value: unknown, allowed: readonly T[]): asserts value is T {
  if (allowed.some((one) => one === value)) return;
  const list = allowed.map((one) => inspect(one)).join(', ');
  throw argumentValueError(name, value, `must be one of: ${list}`);
}

/** Throws `ERR_INVALID_ARG_TYPE` for what is no number, `ERR_OUT_OF_RANGE` for one outside its bounds. */
export function checkInteger(
  name: string,
  value: unknown,
  min: number,
  max: number,
): asserts value is number {
  checkNumber(name, value);
  if (!Number.isInteger(value)) throw outOfRangeError(name, 'an integer', value);
  if (value < min || value > max) throw outOfRangeError(name, `>= ${min} && <= ${max}`, value);
}

/** The port, 0 to 65,535, also from a string of digits. Throws `ERR_SOCKET_BAD_PORT`. */
export function checkPort(value: unknown): number {
  const blank = typeof value === 'string' ? value.trim() === '' : typeof value !== 'number';
  const port = Number(blank ? Number.NaN : value);
  if (Number.isInteger(port) && port >= 0 && port <= 0xffff) return port;
  throw badPortError(value);
}

/** Throws `ERR_INVALID_ARG_VALUE` for what is no IPv4 or IPv6 address. */
export function checkAddress(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || isIP(value) === 0) throw argumentValueError(name, value);
}
