import { catchError, map, type Observable, of } from 'rxjs';
import {
  DnsError,
  isDnsError,
  type RecordMap,
  type RecordType,
  type Resolver,
  type ResourceRecord,
} from '../index.js';
import { formatName, parseName } from '../records/name.js';
import { WireError } from '../records/wire-error.js';
import { throwQueryError } from './query-error.js';
import {
  shapeAddress,
  shapeAddressWithTtl,
  shapeAny,
  shapeCaa,
  shapeMx,
  shapeNaptr,
  shapeSoa,
  shapeSrv,
  shapeTarget,
  shapeTlsa,
  shapeTxt,
} from './record-shapes.js';

/** What a `resolve…` function asks for, and what it makes of the answer. */
export interface QueryKind {
  /** The record type that `resolve` knows it by. */
  readonly type: RecordType;
  /** Asks; one value, or an error as `node:dns` has it. */
  ask$(resolver: Resolver, name: string, withTtl: boolean): Observable<unknown>;
}

/** The `resolve…` functions by name. */
export const queryKinds = {
  resolveAny: kind('queryAny', 'ANY', shapeAny, never),
  resolve4: kind('queryA', 'A', shapeAddresses, hasAlias),
  resolve6: kind('queryAaaa', 'AAAA', shapeAddresses, hasAlias),
  resolveCaa: kind('queryCaa', 'CAA', (records) => records.map(shapeCaa), hasAny),
  // A name has one canonical name.
  resolveCname: kind('queryCname', 'CNAME', (records) => records.slice(0, 1).map(shapeTarget), never),
  resolveMx: kind('queryMx', 'MX', (records) => records.map(shapeMx), hasAny),
  resolveNs: kind('queryNs', 'NS', (records) => records.map(shapeTarget), never),
  resolveTlsa: kind('queryTlsa', 'TLSA', (records) => records.map(shapeTlsa), hasAny),
  resolveTxt: kind('queryTxt', 'TXT', (records) => records.map(shapeTxt), hasAny),
  resolveSrv: kind('querySrv', 'SRV', (records) => records.map(shapeSrv), hasAny),
  resolvePtr: kind('queryPtr', 'PTR', (records) => records.map(shapeTarget), never),
  resolveNaptr: kind('queryNaptr', 'NAPTR', (records) => records.map(shapeNaptr), hasAny),
  resolveSoa: kind('querySoa', 'SOA', (records) => records.map(shapeSoa)[0], never),
} satisfies Record<string, QueryKind>;

/** The kinds by the record type that `resolve` takes. */
export const kindsByType: ReadonlyMap<string, QueryKind> = new Map(
  Object.values(queryKinds).map((one: QueryKind) => [one.type, one]),
);

/** Tells whether `{ ttl: true }` was asked for; Node takes everything else for "no". */
export function wantsTtl(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'ttl' in options && Boolean(options.ttl);
}

/** Tells whether answers without records of the type are an empty list and not `ENODATA`: as Node has it. */
type EmptyRule = (answers: readonly ResourceRecord[]) => boolean;

function kind<T extends RecordType>(
  syscall: string,
  type: T,
  shape: (records: readonly RecordMap[T][], withTtl: boolean) => unknown,
  emptyRule: EmptyRule,
): QueryKind {
  return {
    type,
    ask$(resolver, name, withTtl) {
      if (!isPlain(name) && !isAskable(name)) return throwQueryError(badName(name), syscall, name);
      return resolver.query$(name === '' ? '.' : name, type).pipe(
        map((records) => shape(records, withTtl)),
        catchError((error: unknown) =>
          isEmptyList(error, emptyRule) ? of([]) : throwQueryError(error, syscall, name),
        ),
      );
    },
  };
}

function isEmptyList(error: unknown, emptyRule: EmptyRule): boolean {
  return isDnsError(error) && error.code === 'ENODATA' && emptyRule(error.response?.answers ?? []);
}

function never(): boolean {
  return false;
}

/** An alias of a name without addresses. */
function hasAlias(answers: readonly ResourceRecord[]): boolean {
  return answers.some(({ type }) => type === 'CNAME');
}

/** Records of whatever type, an alias for one. */
function hasAny(answers: readonly ResourceRecord[]): boolean {
  return answers.length > 0;
}

function shapeAddresses(records: readonly RecordMap['A' | 'AAAA'][], withTtl: boolean): readonly unknown[] {
  return withTtl ? records.map(shapeAddressWithTtl) : records.map(shapeAddress);
}

/** The octets that c-ares asks for, whatever the type; the empty name is the root. */
function isPlain(name: string): boolean {
  return /^[\w./*-]*$/.test(name);
}

/** Tells whether a name with escapes or other than ASCII comes to plain octets. */
function isAskable(name: string): boolean {
  try {
    return isPlain(formatName(parseName(name)).replaceAll('\\.', '.'));
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}

function badName(name: string): DnsError {
  const shown = JSON.stringify(name.slice(0, 300));
  return new DnsError('EBADNAME', `the name ${shown} is more than letters, digits, -, _, ., / and *`);
}
