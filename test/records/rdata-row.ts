import type { ResourceRecord } from '../../src/records/record-map.js';

/** One RDATA in its three forms. */
export interface RdataRow {
  readonly type: ResourceRecord['type'];
  /** Where the example comes from, or what it shows. */
  readonly what: string;
  /** The octets, uncompressed; spaces group them. */
  readonly hex: string;
  readonly fields: object;
  /** The presentation form that formatRdata gives. */
  readonly text: string;
  /** Other presentation forms of the same RDATA, with the origin `example.com`. */
  readonly alsoWritten?: readonly string[];
}

/** The octets of hexadecimal digits; spaces group them. */
export const octets = (hex: string): Uint8Array =>
  new Uint8Array(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));

/** Text as hexadecimal digits, one octet a character. */
export const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

export const exampleCom = `07${ascii('example')}03${ascii('com')}00`;
export const fooExampleCom = `03${ascii('foo')}${exampleCom}`;
export const fooExampleOrg = `03${ascii('foo')}07${ascii('example')}03${ascii('org')}00`;
