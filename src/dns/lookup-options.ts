import { ADDRCONFIG, ALL, V4MAPPED } from 'node:dns';
import { checkBoolean, checkNumber, checkOneOf } from './argument-checks.js';
import { argumentTypeError, argumentValueError } from './argument-errors.js';
import { getDefaultResultOrder, type ResultOrder, resultOrders } from './result-order.js';

/** What was asked of `lookup`. */
export interface LookupSettings {
  readonly family: 0 | 4 | 6;
  /** The bits of `ADDRCONFIG`, `V4MAPPED` and `ALL`. */
  readonly hints: number;
  /** Every address, or the first. */
  readonly all: boolean;
  readonly order: ResultOrder;
}

/**
 * Reads the options of `lookup`: an object, a family, or nothing.
 *
 * `familyNames` are words that stand for a family. Throws `ERR_INVALID_ARG_TYPE` and `ERR_INVALID_ARG_VALUE`.
 */
export function readLookupOptions(
  options: unknown,
  familyNames: ReadonlyMap<unknown, 4 | 6> = new Map(),
): LookupSettings {
  const settings: LookupSettings = { family: 0, hints: 0, all: false, order: getDefaultResultOrder() };
  if (typeof options === 'number') {
    checkOneOf('family', options, families);
    return { ...settings, family: options };
  }
  if (options === undefined || options === null) return settings;
  if (typeof options !== 'object') throw optionsTypeError(options);
  const { hints, family, all, verbatim, order }: Given = options;
  // In this order, which decides what a call with two mistakes is told.
  return {
    hints: readHints(hints),
    family: readFamily(family, familyNames),
    all: readFlag('options.all', all) ?? false,
    order: readOrder(verbatim, order) ?? settings.order,
  };
}

interface Given {
  readonly hints?: unknown;
  readonly family?: unknown;
  readonly all?: unknown;
  readonly verbatim?: unknown;
  readonly order?: unknown;
}

const families = [0, 4, 6] as const;

function optionsTypeError(options: unknown): TypeError {
  return argumentTypeError('options', 'of type object or integer', options);
}

function readHints(hints: unknown): number {
  if (hints === undefined || hints === null) return 0;
  checkNumber('options.hints', hints);
  const bits = hints >>> 0;
  if ((bits & ~(ADDRCONFIG | ALL | V4MAPPED)) !== 0) throw argumentValueError('hints', bits);
  return bits;
}

function readFamily(family: unknown, names: ReadonlyMap<unknown, 4 | 6>): 0 | 4 | 6 {
  if (family === undefined || family === null) return 0;
  const named = names.get(family);
  if (named !== undefined) return named;
  checkOneOf('options.family', family, families);
  return family;
}

function readFlag(name: string, value: unknown): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  checkBoolean(name, value);
  return value;
}

function readOrder(verbatim: unknown, order: unknown): ResultOrder | undefined {
  const asFlag = readFlag('options.verbatim', verbatim);
  if (order !== undefined && order !== null) {
    checkOneOf('options.order', order, resultOrders);
    return order;
  }
  return asFlag === undefined ? undefined : asFlag ? 'verbatim' : 'ipv4first';
}
