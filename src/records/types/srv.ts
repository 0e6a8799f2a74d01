import type { RecordCodec, RecordText } from '../codec.js';
import { absoluteName } from '../field-text.js';
import type { RecordHead } from '../record-head.js';

/** A server for a service (RFC 2782). All numbers are 0 to 65,535. */
export interface SrvRecord extends RecordHead<'SRV'> {
  /** The lowest is tried first. */
  readonly priority: number;
  /** The share among servers of one priority. */
  readonly weight: number;
  readonly port: number;
  /** `.` where the service is decidedly not available. */
  readonly target: string;
}

/** The wire form. */
export const srv: RecordCodec<SrvRecord> = {
  type: 'SRV',
  read(reader, head) {
    return {
      name: head.name,
      type: head.type,
      class: head.class,
      ttl: head.ttl,
      priority: reader.uint16(),
      weight: reader.uint16(),
      port: reader.uint16(),
      target: reader.name(),
    };
  },
  write(writer, { priority, weight, port, target }) {
    writer.uint16(priority);
    writer.uint16(weight);
    writer.uint16(port);
    writer.plainName(target);
  },
};

/** The presentation form. */
export const srvText: RecordText<SrvRecord> = {
  type: 'SRV',
  format({ priority, weight, port, target }) {
    return `${priority} ${weight} ${port} ${absoluteName(target)}`;
  },
  parse(fields, head) {
    return {
      ...head,
      priority: fields.integer(0xffff),
      weight: fields.integer(0xffff),
      port: fields.integer(0xffff),
      target: fields.name(),
    };
  },
};
