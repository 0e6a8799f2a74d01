import { inspect } from 'node:util';

/** The error for an argument of a wrong type: `ERR_INVALID_ARG_TYPE`. */
export function argumentTypeError(name: string, expected: string, value: unknown): TypeError {
  const message = `The "${name}" ${kindOf(name)} must be ${expected}. Received ${describe(value)}`;
  return withCode(new TypeError(message), 'ERR_INVALID_ARG_TYPE');
}

/** The error for an argument with a wrong value: `ERR_INVALID_ARG_VALUE`. */
export function argumentValueError(name: string, value: unknown, reason = 'is invalid'): TypeError {
  const shown = inspect(value);
  const short = shown.length > 128 ? `${shown.slice(0, 128)}...` : shown;
  const message = `The ${kindOf(name)} '${name}' ${reason}. Received ${short}`;
  return withCode(new TypeError(message), 'ERR_INVALID_ARG_VALUE');
}

/** The error for a number outside its bounds: `ERR_OUT_OF_RANGE`. */
export function outOfRangeError(name: string, bounds: string, value: number): RangeError {
  const shown =
    Number.isInteger(value) && Math.abs(value) > 2 ** 32
      ? String(value).replace(/\B(?=(\d{3})+$)/g, '_')
      : String(value);
  const message = `The value of "${name}" is out of range. It must be ${bounds}. Received ${shown}`;
  return withCode(new RangeError(message), 'ERR_OUT_OF_RANGE');
}

/** The error for a number that is no port: `ERR_SOCKET_BAD_PORT`. */
export function badPortError(value: unknown): RangeError {
  const message = `Port should be >= 0 and < 65536. Received ${describe(value)}.`;
  return withCode(new RangeError(message), 'ERR_SOCKET_BAD_PORT');
}

/** The error for arguments that are not there: `ERR_MISSING_ARGS`. */
export function missingArgumentsError(...names: readonly string[]): TypeError {
  const quoted = names.map((name) => `"${name}"`);
  const last = quoted.pop();
  const list = quoted.length > 1 ? `${quoted.join(', ')}, and ${last}` : `${quoted.join()} and ${last}`;
  return withCode(new TypeError(`The ${list} arguments must be specified`), 'ERR_MISSING_ARGS');
}

/** The error for a name server that is none: `ERR_INVALID_IP_ADDRESS`. */
export function addressError(text: string): TypeError {
  return withCode(new TypeError(`Invalid IP address: ${text}`), 'ERR_INVALID_IP_ADDRESS');
}

/** The error for a local address that cannot be used: `ERR_INVALID_ARG_VALUE` with a message of its own. */
export function localAddressError(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' });
}

/** Node's errors have the code in their stack, and in what `String()` makes of them, but not in their name. */
function withCode<E extends Error>(error: E, code: string): E {
  const plain = `${error.name}: ${error.message}`;
  const text = `${error.name} [${code}]: ${error.message}`;
  const hidden = { writable: true, configurable: true };
  Object.defineProperty(error, 'stack', { ...hidden, value: error.stack?.replace(plain, () => text) });
  Object.defineProperty(error, 'toString', { ...hidden, value: () => text });
  return Object.assign(error, { code });
}

function kindOf(name: string): 'argument' | 'property' {
  return name.includes('.') ? 'property' : 'argument';
}

/** What was received, in Node's words. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'object') return describeObject(value);
  if (typeof value === 'string') return `type string (${describeString(value)})`;
  return `type ${typeof value} (${inspect(value)})`;
}

function describeObject(value: object): string {
  const maker: unknown = value.constructor;
  const named = typeof maker === 'function' || (typeof maker === 'object' && maker !== null);
  return named && 'name' in maker ? `an instance of ${String(maker.name)}` : inspect(value, { depth: -1 });
}

function describeString(text: string): string {
  const short = text.length > 28 ? `${text.slice(0, 25)}...` : text;
  return short.includes("'") ? JSON.stringify(short) : `'${short}'`;
}
