import { formatBase64 } from '../base-encoding.js';
import type { RecordCodec, RecordText } from '../codec.js';
import { type TypeName, typeCode, typeName } from '../codes.js';
import { absoluteName } from '../field-text.js';
import type { RecordHead } from '../record-head.js';
import { formatTime } from '../time-text.js';

/** The signature of an RRset (RFC 4034 section 3). */
export interface RrsigRecord extends RecordHead<'RRSIG'> {
  readonly typeCovered: TypeName;
  /** 0 to 255 (IANA, "DNS Security Algorithm Numbers"). */
  readonly algorithm: number;
  /** Labels of the owner, without the root and a leading `*`. */
  readonly labels: number;
  /** Seconds: the TTL of the RRset in its zone. */
  readonly originalTtl: number;
  /** Seconds since 1970, modulo 2^32 (RFC 4034 section 3.1.5): the signature counts until then. */
  readonly expiration: number;
  /** Seconds since 1970, modulo 2^32: the signature counts from then on. */
  readonly inception: number;
  /** The tag of the key that signed. */
  readonly keyTag: number;
  /** The zone of that key. */
  readonly signerName: string;
  readonly signature: Uint8Array;
}

/** The wire form. */
export const rrsig: RecordCodec<RrsigRecord> = {
  type: 'RRSIG',
  read(reader, head) {
    return Object.assign(head, {
      typeCovered: typeName(reader.uint16()),
      algorithm: reader.uint8(),
      labels: reader.uint8(),
      originalTtl: reader.uint32(),
      expiration: reader.uint32(),
      inception: reader.uint32(),
      keyTag: reader.uint16(),
      signerName: reader.plainName(),
      signature: reader.rest(),
    });
  },
  write(writer, record) {
    writer.uint16(typeCode(record.typeCovered));
    writer.uint8(record.algorithm);
    writer.uint8(record.labels);
    writer.uint32(record.originalTtl);
    writer.uint32(record.expiration);
    writer.uint32(record.inception);
    writer.uint16(record.keyTag);
    writer.plainName(record.signerName);
    writer.data(record.signature);
  },
};

/** The presentation form. */
export const rrsigText: RecordText<RrsigRecord> = {
  type: 'RRSIG',
  format(record) {
    const { typeCovered, algorithm, labels, originalTtl, expiration, inception, keyTag, signature } = record;
    const times = `${formatTime(expiration)} ${formatTime(inception)}`;
    const signer = `${keyTag} ${absoluteName(record.signerName)}`;
    return `${typeCovered} ${algorithm} ${labels} ${originalTtl} ${times} ${signer} ${formatBase64(signature)}`;
  },
  parse(fields, head) {
    return {
      ...head,
      typeCovered: fields.type(),
      algorithm: fields.algorithm(),
      labels: fields.integer(0xff),
      originalTtl: fields.integer(0xffff_ffff),
      expiration: fields.time(),
      inception: fields.time(),
      keyTag: fields.integer(0xffff),
      signerName: fields.name(),
      signature: fields.base64(),
    };
  },
};
