import { classCode, className, type DnsClass, type TypeName, typeCode, typeName } from '../records/codes.js';
import { formatName, parseName } from '../records/name.js';
import { parseRecord } from '../records/presentation.js';
import type { ResourceRecord } from '../records/record-map.js';
import { WireError } from '../records/wire-error.js';
import { checkRecord, defaultTtl } from './record-input.js';
import { atLine, splitEntries, type ZoneEntry } from './zone-entries.js';

/**
 * The records of a zone file (RFC 1035 section 5, RFC 2308 section 4, RFC 3597 section 5).
 *
 * Understood are `$ORIGIN`, `$TTL`, TTLs such as `1h30m`, TTL and class in either order, names relative to
 * the origin (at the start: `origin`, default the root), and `TYPEnnn` and `\# length hex` for any type.
 * `$INCLUDE` is refused: text names no files.
 *
 * Throws {@link WireError}, its message with the line, on everything else; no line is passed over.
 */
export function parseZoneText(text: string, origin = '.'): readonly ResourceRecord[] {
  const records: ResourceRecord[] = [];
  let state: State = { origin: completeName(origin, '.'), dnsClass: 'IN', ttl: defaultTtl };
  for (const entry of splitEntries(text)) {
    try {
      if (entry.words[0]?.startsWith('$') === true && !entry.ownerOmitted) {
        state = followDirective(entry.words, state);
      } else {
        const { record, next } = readEntry(entry, state);
        records.push(checkRecord(record));
        state = next;
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      throw atLine(entry.line, error.message, error);
    }
  }
  return records;
}

/** What entries take over from those before them. */
interface State {
  readonly origin: string;
  readonly owner?: string;
  readonly dnsClass: DnsClass;
  /** What `$TTL` said, or else the last record. */
  readonly ttl: number;
  readonly hasTtlDirective?: true;
}

function followDirective([directive = '', value, ...more]: readonly string[], state: State): State {
  const isKnown = /^\$(?:ORIGIN|TTL)$/i.test(directive);
  if (!isKnown) throw new WireError('EBADSTR', `the directive ${directive} is not supported`);
  if (value === undefined || more.length > 0) throw new WireError('EBADSTR', `${directive} takes one value`);
  if (/^\$ORIGIN$/i.test(directive)) return { ...state, origin: completeName(value, state.origin) };
  return { ...state, ttl: parseDuration(value), hasTtlDirective: true };
}

function readEntry(
  entry: ZoneEntry,
  state: State,
): { readonly record: ResourceRecord; readonly next: State } {
  const words = [...entry.words];
  const ownerWord = entry.ownerOmitted ? undefined : words.shift();
  const name = ownerWord === undefined ? state.owner : completeName(ownerWord, state.origin);
  if (name === undefined) throw new WireError('EBADSTR', 'the first record has no owner');
  const { ttl = state.ttl, dnsClass = state.dnsClass } = takeTtlAndClass(words);
  const type = readType(words.shift());
  const record = parseRecord(type, words.join(' '), { name, class: dnsClass, ttl }, state.origin);
  const next = { ...state, owner: name, dnsClass, ttl: state.hasTtlDirective === true ? state.ttl : ttl };
  return { record, next };
}

/** Takes a TTL and a class, in either order, each at most once, from the front of the words. */
function takeTtlAndClass(words: string[]): { readonly ttl?: number; readonly dnsClass?: DnsClass } {
  let ttl: number | undefined;
  let dnsClass: DnsClass | undefined;
  for (let word = words[0]; word !== undefined; word = words[0]) {
    if (ttl === undefined && isDuration(word)) ttl = parseDuration(word);
    else if (dnsClass === undefined && /^(?:IN|CH|HS|CLASS\d+)$/i.test(word)) {
      dnsClass = className(classCode(word.toUpperCase()));
    } else break;
    words.shift();
  }
  return { ...(ttl === undefined ? {} : { ttl }), ...(dnsClass === undefined ? {} : { dnsClass }) };
}

function readType(word: string | undefined): TypeName {
  if (word === undefined) throw new WireError('EBADSTR', 'a record without a type');
  const code = typeCode(word.toUpperCase());
  // OPT, and the types that only questions have (RFC 6895 section 3.1).
  if (code === 0 || code === 41 || (code > 127 && code < 256)) {
    throw new WireError('EBADQUERY', `no record has the type ${word}`);
  }
  return typeName(code);
}

/** A name of a zone file: `@` is the origin, and one without a final dot lies below it. */
function completeName(word: string, origin: string): string {
  if (word === '@') return origin;
  const isAbsolute = /(?<!\\)(?:\\\\)*\.$/.test(word);
  const whole = isAbsolute || origin === '.' ? word : `${word}.${origin}`;
  return formatName(parseName(whole));
}

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
]);

function isDuration(word: string): boolean {
  return /^(?:\d+|(?:\d+[smhdw])+)$/i.test(word);
}

/** Seconds, with units or without: `5400`, `1h30m`; at most 2,147,483,647 (RFC 2181 section 8). */
function parseDuration(word: string): number {
  let seconds = isDuration(word) ? 0 : Number.NaN;
  for (const [, digits, unit = ''] of word.matchAll(/(\d+)([a-z]?)/gi)) {
    seconds += Number(digits) * (unitSeconds.get(unit.toLowerCase()) ?? Number.NaN);
  }
  if (seconds <= 0x7fff_ffff) return seconds;
  throw new WireError('EBADSTR', `${word} is not a TTL from 0 to 2,147,483,647 seconds`);
}
