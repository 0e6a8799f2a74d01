import { formatRdata } from '../index.js';
import { csvCells } from './csv.js';
import type { Report, ReportedOutcome } from './report.js';
import { findType } from './type-words.js';

/** A way to print reports. */
export interface Format {
  /** What stands above the first report, may be empty; `columns` are the titles of what goes through to CSV. */
  header(columns: readonly string[]): string;
  /** The text of one report with its line ends; empty where there is nothing to print. */
  write(report: Report): string;
}

/** Escape sequences for a terminal that shows colours; the identity for everything else. */
export type Paint = (text: string, colour: Colour) => string;

/** A colour of the terminal's own palette. */
export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** A format as plain data, which another thread can be told. */
export type FormatChoice =
  | { readonly kind: 'json' }
  | { readonly kind: 'short' }
  | { readonly kind: 'csv' }
  /** `nameWidth` is what the first column has at least; `plain` is without colours. */
  | { readonly kind: 'table'; readonly nameWidth: number; readonly plain: boolean };

/** The format that a choice means. */
export function createFormat(choice: FormatChoice): Format {
  switch (choice.kind) {
    case 'json':
      return jsonFormat;
    case 'short':
      return shortFormat;
    case 'csv':
      return csvFormat;
    case 'table':
      return tableFormat(choice.nameWidth, createPaint(choice.plain));
  }
}

/** The text of a report; empty where its status is not among those to print (all of them where absent). */
export function renderReport(
  report: Report,
  format: Format,
  statuses: ReadonlySet<string> | undefined,
): string {
  return statuses?.has(report.outcome.status) === false ? '' : format.write(report);
}

/** NDJSON: one object on one line for each input and type, with the row of the input at its end. Octets are hexadecimal. */
export const jsonFormat: Format = {
  header: () => '',
  write({ input, index, row, outcome }) {
    const { name, type, status, ttl, server, elapsed, attempts, records, error } = outcome;
    const line = {
      input,
      index,
      name,
      type,
      status,
      ttl,
      server,
      elapsed: Math.round(elapsed * 10) / 10,
      attempts: attempts.length,
      records: toJson(records),
      error: error && { code: error.code, message: error.message },
    };
    return jsonLine(line, row === undefined ? '' : `,"row":${row}`);
  },
};

/** What {@link toJson} gave, as JSON on one line. */
export function jsonLine(value: object, rest = ''): string {
  const line = JSON.stringify(value).slice(0, -1);
  // JSON lets these through, but a terminal takes some for commands and some readers for line ends.
  return `${`${line}${rest}}`.replace(/[\u007f-\u009f\u2028\u2029]/g, unicodeEscape)}\n`;
}

/** The values alone, one on a line, in presentation form. */
export const shortFormat: Format = {
  header: () => '',
  write: ({ outcome }) => outcome.records.map((record) => `${formatRdata(record)}\n`).join(''),
};

/**
 * CSV: a row for each record, or one for an outcome without records, with the columns of the input at its end.
 *
 * As RFC 4180 has it, but for line ends, which are LF: what cuts a pipe into lines expects that.
 */
export const csvFormat: Format = {
  header: (columns) => `${csvCells([...ownColumns, ...columns])}\n`,
  write({ input, index, row, outcome }) {
    const { name, type, status, server, elapsed, attempts, error } = outcome;
    const head = csvCells([input, index, name, type, status]);
    const rounded = Math.round(elapsed * 10) / 10;
    const tail = csvCells([server, rounded, attempts.length, error?.message]);
    const end = row === undefined ? `${tail}\n` : `${tail},${row}\n`;
    return valuesOf(outcome)
      .map(([ttl, value]) => `${head},${csvCells([ttl, value])},${end}`)
      .join('');
  },
};

/** Columns for a person; `nameWidth` is what the first one has at least. */
export function tableFormat(nameWidth: number, paint: Paint): Format {
  const columns = (name: string, type: string, status: string, ttl: string, colour?: Colour): string => {
    const cell = status.padEnd(11);
    const painted = colour === undefined ? cell : paint(cell, colour);
    return `${name.padEnd(nameWidth)}  ${type.padEnd(5)}  ${painted}  ${ttl.padStart(6)}  `;
  };
  return {
    header: () => `${paint(`${columns('NAME', 'TYPE', 'STATUS', 'TTL')}VALUE`, 'bold')}\n`,
    write(report) {
      const { type, status, ttl, records, error } = report.outcome;
      const head = columns(shownName(report), type, status, ttl?.toString() ?? '-', statusColour(status));
      if (records.length === 0) return `${head}${paint(printable(error?.message ?? '-'), 'dim')}\n`;
      const indent = ' '.repeat(nameWidth + 30);
      return records.map((record, at) => `${at === 0 ? head : indent}${formatRdata(record)}\n`).join('');
    },
  };
}

/** Text that a terminal shows as it is: control, format and separator characters become `\u{...}`. */
export function printable(text: string): string {
  return text.replace(
    /\p{C}|[^\P{Z} ]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Colours, unless `plain`. */
export function createPaint(plain: boolean): Paint {
  return plain ? (text) => text : (text, colour) => `\u001b[${sgr[colour]}m${text}\u001b[0m`;
}

const sgr: Readonly<Record<Colour, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

function statusColour(status: string): Colour {
  if (status === 'NOERROR') return 'green';
  return status === 'NODATA' || status === 'NXDOMAIN' ? 'yellow' : 'red';
}

/** The name as it was typed where that has a width one can count, and as it was asked elsewhere. */
function shownName({ input, outcome }: Report): string {
  const [typed = input, next] = input.split(/\s+/);
  // A name may have spaces of its own, where no line divides it from types and servers.
  const whole =
    next === undefined || next.startsWith('@') || next.split(',').some((word) => isTypeOf(word, outcome));
  return whole && /^[\x21-\x7e]+$/.test(typed) ? typed : printable(outcome.name);
}

function isTypeOf(word: string, { type }: Report['outcome']): boolean {
  return word === type || findType(word) !== undefined;
}

const ownColumns = 'input index name type status ttl value server elapsed attempts error'.split(' ');

/** A TTL and a value for each row. */
function valuesOf({ records, ttl }: ReportedOutcome): readonly (readonly [number | undefined, string])[] {
  if (records.length === 0) return [[ttl, '']];
  return records.map((record) => [record.ttl, formatRdata(record)]);
}

/** Plain data with octets as hexadecimal text. */
export function toJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(toJson);
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) copy[key] = toJson(field);
  return copy;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
