import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import {
  formatHashParameters,
  type HashParameters,
  parseHashParameters,
  readHashParameters,
  writeHashParameters,
} from './hash-parameters.js';

/** How a zone hashes its names for NSEC3 (RFC 5155 section 4). */
export interface Nsec3paramRecord extends RecordHead<'NSEC3PARAM'>, HashParameters {}

/** The wire form. */
export const nsec3param: RecordCodec<Nsec3paramRecord> = {
  type: 'NSEC3PARAM',
  read(reader, head) {
    return Object.assign(head, readHashParameters(reader));
  },
  write: writeHashParameters,
};

/** The presentation form. */
export const nsec3paramText: RecordText<Nsec3paramRecord> = {
  type: 'NSEC3PARAM',
  format: formatHashParameters,
  parse(fields, head) {
    return { ...head, ...parseHashParameters(fields) };
  },
};
