import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import { malformed, WireError } from '../wire-error.js';
import { formatLocation, type Location, parseLocation } from './location.js';

/** A place on Earth (RFC 1876). */
export interface LocRecord extends RecordHead<'LOC'>, Location {}

/** The wire form. */
export const loc: RecordCodec<LocRecord> = {
  type: 'LOC',
  read(reader, head) {
    const version = reader.uint8();
    // The layout of other versions is unknown (RFC 1876 section 2).
    if (version !== 0) throw malformed('a LOC record of an unknown version', reader.position);
    const location = {
      version,
      size: decodeLength(reader.uint8()),
      horizontalPrecision: decodeLength(reader.uint8()),
      verticalPrecision: decodeLength(reader.uint8()),
      latitude: (reader.uint32() - equator) / stepsPerDegree,
      longitude: (reader.uint32() - equator) / stepsPerDegree,
      altitude: (reader.uint32() - seaLevel) / 100,
    };
    if (isOnEarth(location)) return Object.assign(head, location);
    throw malformed('a LOC record with a field out of range', reader.position);
  },
  write(writer, record) {
    if (record.version !== 0 || !isOnEarth(record)) {
      throw new WireError('EBADSTR', 'a LOC record has an unknown version or a field out of range');
    }
    writer.uint8(0);
    writer.uint8(encodeLength(record.size));
    writer.uint8(encodeLength(record.horizontalPrecision));
    writer.uint8(encodeLength(record.verticalPrecision));
    writer.uint32(Math.round(record.latitude * stepsPerDegree) + equator);
    writer.uint32(Math.round(record.longitude * stepsPerDegree) + equator);
    writer.uint32(Math.round(record.altitude * 100) + seaLevel);
  },
};

/** The presentation form. */
export const locText: RecordText<LocRecord> = {
  type: 'LOC',
  format: formatLocation,
  parse(fields, head) {
    return { ...head, version: 0, ...parseLocation(fields) };
  },
};

const stepsPerDegree = 3_600_000;
/** The number of latitude 0 and of longitude 0. */
const equator = 2 ** 31;
/** The number of altitude 0: numbers count centimetres from 100 km below. */
const seaLevel = 10_000_000;

function isOnEarth({ latitude, longitude, size, horizontalPrecision, verticalPrecision }: Location): boolean {
  const lengths = size + horizontalPrecision + verticalPrecision;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && !Number.isNaN(lengths);
}

/** A digit and a power of ten, four bits each; NaN where they are no number, or a second form of zero. */
function decodeLength(octet: number): number {
  const digit = octet >> 4;
  const exponent = octet & 0xf;
  if (digit > 9 || exponent > 9 || (digit === 0 && exponent !== 0)) return Number.NaN;
  return digit * 10 ** exponent;
}

function encodeLength(centimetres: number): number {
  const exponent = centimetres === 0 ? 0 : Math.floor(Math.log10(centimetres));
  const octet = ((centimetres / 10 ** exponent) << 4) | exponent;
  if (decodeLength(octet & 0xff) === centimetres) return octet;
  throw new WireError('EBADSTR', `${centimetres} is not one digit and zeros, up to 9 * 10^9`);
}
