import type { ResourceRecord } from '../../src/records/record-map.js';
import { head } from './expect-record.js';

/** LOC records of every-type.zone, by hand: lengths in centimetres, altitudes in metres. */
export const expectedPlaces: readonly ResourceRecord[] = [
  {
    ...head('loc', 'LOC'),
    version: 0,
    size: 0,
    horizontalPrecision: 1_000_000,
    verticalPrecision: 1000,
    latitude: toDegrees(52, 22, 23),
    longitude: toDegrees(4, 53, 32),
    altitude: -2,
  },
  {
    ...head('loc-south', 'LOC'),
    version: 0,
    size: 3000,
    horizontalPrecision: 2000,
    verticalPrecision: 5,
    latitude: -toDegrees(32, 7, 19.123),
    longitude: -toDegrees(116, 2, 25.999),
    altitude: 10.25,
  },
  // RFC 1876 section 3: the defaults are 1 m, 10,000 m and 10 m.
  {
    ...head('loc-default', 'LOC'),
    version: 0,
    size: 100,
    horizontalPrecision: 1_000_000,
    verticalPrecision: 1000,
    latitude: toDegrees(42, 21, 54),
    longitude: -toDegrees(71, 6, 18),
    altitude: -24,
  },
  {
    ...head('loc-zero', 'LOC'),
    version: 0,
    size: 100,
    horizontalPrecision: 1_000_000,
    verticalPrecision: 1000,
    latitude: 0,
    longitude: 0,
    altitude: 0,
  },
  {
    ...head('loc-high', 'LOC'),
    version: 0,
    size: 9_000_000_000,
    horizontalPrecision: 9_000_000_000,
    verticalPrecision: 9_000_000_000,
    latitude: 90,
    longitude: 180,
    altitude: 42_849_672.95,
  },
];

/** Degrees from degrees, minutes and seconds, in the thousandths of a second that LOC counts in. */
function toDegrees(degrees: number, minutes: number, seconds: number): number {
  return Math.round((degrees * 3600 + minutes * 60 + seconds) * 1000) / 3_600_000;
}
