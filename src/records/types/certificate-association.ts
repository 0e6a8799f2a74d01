import { formatHex } from '../base-encoding.js';
import type { RdataText } from '../rdata-text.js';
import type { Reader } from '../reader.js';
import type { RecordHead } from '../record-head.js';
import type { Writer } from '../writer.js';

/** A certificate, or what stands for it: the RDATA of TLSA and SMIMEA (RFC 6698 section 2.1). */
export interface CertificateAssociation {
  /** 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE. */
  readonly usage: number;
  /** 0 for the whole certificate, 1 for its public key. */
  readonly selector: number;
  /** 0 for the octets themselves, 1 for their SHA-256, 2 for their SHA-512. */
  readonly matchingType: number;
  readonly data: Uint8Array;
}

/** Reads a certificate association from RDATA. */
export function readAssociation<H extends RecordHead<string>>(
  reader: Reader,
  head: H,
): H & CertificateAssociation {
  return Object.assign(head, {
    usage: reader.uint8(),
    selector: reader.uint8(),
    matchingType: reader.uint8(),
    data: reader.rest(),
  });
}

/** Writes a certificate association as RDATA. */
export function writeAssociation(writer: Writer, association: CertificateAssociation): void {
  writer.uint8(association.usage);
  writer.uint8(association.selector);
  writer.uint8(association.matchingType);
  writer.data(association.data);
}

/** Prints a certificate association in presentation form. */
export function formatAssociation({ usage, selector, matchingType, data }: CertificateAssociation): string {
  return `${usage} ${selector} ${matchingType} ${formatHex(data)}`;
}

/** Parses a certificate association in presentation form. */
export function parseAssociation<H extends RecordHead<string>>(
  fields: RdataText,
  head: H,
): H & CertificateAssociation {
  return {
    ...head,
    usage: fields.integer(0xff),
    selector: fields.integer(0xff),
    matchingType: fields.integer(0xff),
    data: fields.hex(),
  };
}
