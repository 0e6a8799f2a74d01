import type { RecordCodec, RecordText } from '../codec.js';
import { absoluteName } from '../field-text.js';
import type { RecordHead } from '../record-head.js';

/** The start of a zone of authority (RFC 1035 section 3.3.13). All numbers have 32 bits. */
export interface SoaRecord extends RecordHead<'SOA'> {
  /** The primary name server. */
  readonly mname: string;
  /** The mailbox of whoever is responsible, its `@` as a dot. */
  readonly rname: string;
  /** The version of the zone, in serial number arithmetic (RFC 1982). */
  readonly serial: number;
  /** Seconds between a secondary's checks. */
  readonly refresh: number;
  /** Seconds before a failed check is repeated. */
  readonly retry: number;
  /** Seconds after which a secondary that cannot check stops answering. */
  readonly expire: number;
  /** Seconds that a negative answer may be kept at most (RFC 2308 section 4). */
  readonly minimum: number;
}

/** The wire form. */
export const soa: RecordCodec<SoaRecord> = {
  type: 'SOA',
  read(reader, head) {
    return {
      name: head.name,
      type: head.type,
      class: head.class,
      ttl: head.ttl,
      mname: reader.name(),
      rname: reader.name(),
      serial: reader.uint32(),
      refresh: reader.uint32(),
      retry: reader.uint32(),
      expire: reader.uint32(),
      minimum: reader.uint32(),
    };
  },
  write(writer, { mname, rname, serial, refresh, retry, expire, minimum }) {
    writer.name(mname);
    writer.name(rname);
    for (const number of [serial, refresh, retry, expire, minimum]) writer.uint32(number);
  },
};

/** The presentation form. */
export const soaText: RecordText<SoaRecord> = {
  type: 'SOA',
  format({ mname, rname, serial, refresh, retry, expire, minimum }) {
    const names = `${absoluteName(mname)} ${absoluteName(rname)}`;
    return `${names} ${serial} ${refresh} ${retry} ${expire} ${minimum}`;
  },
  parse(fields, head) {
    return {
      ...head,
      mname: fields.name(),
      rname: fields.name(),
      serial: fields.integer(0xffff_ffff),
      refresh: fields.seconds(),
      retry: fields.seconds(),
      expire: fields.seconds(),
      minimum: fields.seconds(),
    };
  },
};
