import { absoluteName } from '../field-text.js';
import type { RdataText } from '../rdata-text.js';
import type { Reader } from '../reader.js';
import type { RecordHead } from '../record-head.js';
import type { Writer } from '../writer.js';

/** RDATA that is one name: what CNAME, NS, PTR and DNAME have in common. */
export interface Target {
  /** In presentation form, without a trailing dot. */
  readonly target: string;
}

/** Reads a target from RDATA. */
export function readTarget<T extends string>(reader: Reader, head: RecordHead<T>): RecordHead<T> & Target {
  return { name: head.name, type: head.type, class: head.class, ttl: head.ttl, target: reader.name() };
}

/** Writes a target as RDATA. */
export function writeTarget(writer: Writer, { target }: Target): void {
  writer.name(target);
}

/** Prints a target in presentation form. */
export function formatTarget({ target }: Target): string {
  return absoluteName(target);
}

/** Parses a target in presentation form. */
export function parseTarget<H extends RecordHead<string>>(fields: RdataText, head: H): H & Target {
  return { ...head, target: fields.name() };
}
