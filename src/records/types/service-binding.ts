import { absoluteName } from '../field-text.js';
import type { RdataText } from '../rdata-text.js';
import type { Reader } from '../reader.js';
import type { RecordHead } from '../record-head.js';
import type { Writer } from '../writer.js';
import { readSvcParams, type SvcParams, writeSvcParams } from './svc-params.js';
import { formatSvcParams, parseSvcParams } from './svc-params-text.js';

/** How to reach a service: the RDATA of SVCB and HTTPS (RFC 9460 section 2). */
export interface ServiceBinding {
  /** 0 makes the record an alias for `target`; otherwise the lowest is tried first. */
  readonly priority: number;
  /** `.` stands for the owner, or in an alias for "no such service" (RFC 9460 section 2.5). */
  readonly target: string;
  /** To be ignored in an alias. */
  readonly params: SvcParams;
}

/** Reads a service binding from RDATA. */
export function readBinding<H extends RecordHead<string>>(reader: Reader, head: H): H & ServiceBinding {
  return Object.assign(head, {
    priority: reader.uint16(),
    target: reader.plainName(),
    params: readSvcParams(reader),
  });
}

/** Writes a service binding as RDATA. */
export function writeBinding(writer: Writer, { priority, target, params }: ServiceBinding): void {
  writer.uint16(priority);
  writer.plainName(target);
  writeSvcParams(writer, params);
}

/** Prints a service binding in presentation form. */
export function formatBinding({ priority, target, params }: ServiceBinding): string {
  return [priority, absoluteName(target), ...formatSvcParams(params)].join(' ');
}

/** Parses a service binding in presentation form. */
export function parseBinding<H extends RecordHead<string>>(fields: RdataText, head: H): H & ServiceBinding {
  return {
    ...head,
    priority: fields.integer(0xffff),
    target: fields.name(),
    params: parseSvcParams(fields.rest()),
  };
}
