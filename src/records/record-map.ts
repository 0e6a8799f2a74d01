import type { ARecord } from './types/a.js';
import type { MxRecord } from './types/mx.js';
import type { TxtRecord } from './types/txt.js';
import type { UnknownRecord } from './types/unknown.js';

/** The record that each type decodes to. */
export interface KnownRecordMap {
  A: ARecord;
  MX: MxRecord;
  TXT: TxtRecord;
}

/** A record of any type. */
export type ResourceRecord = KnownRecordMap[keyof KnownRecordMap] | UnknownRecord;

/** What a question of each type is answered with: ANY with all of them, `TYPEnnn` with octets. */
export interface RecordMap extends KnownRecordMap {
  ANY: ResourceRecord;
  [type: `TYPE${number}`]: UnknownRecord;
}

/** A type one can ask for. */
export type RecordType = keyof RecordMap;
