import type { RdataText } from '../rdata-text.js';
import { WireError } from '../wire-error.js';

/** The RDATA of a LOC record. The three lengths have one significant digit. */
export interface Location {
  /** Always 0. */
  readonly version: number;
  /** The diameter of what is there, in centimetres, 0 to 9 * 10^9. */
  readonly size: number;
  /** Centimetres, 0 to 9 * 10^9. */
  readonly horizontalPrecision: number;
  /** Centimetres, 0 to 9 * 10^9. */
  readonly verticalPrecision: number;
  /** Degrees, north positive, in steps of a thousandth of a second of arc. */
  readonly latitude: number;
  /** Degrees, east positive, in steps of a thousandth of a second of arc. */
  readonly longitude: number;
  /** Metres above the WGS 84 ellipsoid, -100,000 to 42,849,672.95 in steps of a centimetre. */
  readonly altitude: number;
}

/** Degrees, minutes, seconds, then metres (RFC 1876 section 3). */
export function formatLocation(location: Location): string {
  const { latitude, longitude, altitude, size, horizontalPrecision, verticalPrecision } = location;
  const lengths = [size, horizontalPrecision, verticalPrecision].map((length) => `${length / 100}m`);
  const place = `${formatAngle(latitude, 'N', 'S')} ${formatAngle(longitude, 'E', 'W')}`;
  return `${place} ${altitude.toFixed(2)}m ${lengths.join(' ')}`;
}

/** Minutes, seconds and everything behind the altitude may be missing; lengths lose all but their first digit. */
export function parseLocation(fields: RdataText): Omit<Location, 'version'> {
  const latitude = parseAngle(fields, 'N', 'S', 90);
  const longitude = parseAngle(fields, 'E', 'W', 180);
  const altitude = parseCentimetres(fields.field()) / 100;
  if (altitude < -100_000 || altitude > 42_849_672.95) throw badLocation(`the altitude ${altitude}m`);
  return {
    latitude,
    longitude,
    altitude,
    size: fields.done ? 100 : parseLength(fields.field()),
    horizontalPrecision: fields.done ? 1_000_000 : parseLength(fields.field()),
    verticalPrecision: fields.done ? 1_000 : parseLength(fields.field()),
  };
}

function formatAngle(degrees: number, positive: string, negative: string): string {
  const milliseconds = Math.round(Math.abs(degrees) * 3_600_000);
  const minutes = Math.floor(milliseconds / 60_000);
  const seconds = ((milliseconds % 60_000) / 1000).toFixed(3);
  return `${Math.floor(minutes / 60)} ${minutes % 60} ${seconds} ${degrees < 0 ? negative : positive}`;
}

function parseAngle(fields: RdataText, positive: string, negative: string, limit: number): number {
  const parts: number[] = [];
  for (;;) {
    const field = fields.field();
    const direction = field.toUpperCase();
    if (direction === positive || direction === negative) {
      const [degrees = Number.NaN, minutes = 0, seconds = 0] = parts;
      const milliseconds = Math.round((degrees * 60 + minutes) * 60_000 + seconds * 1000);
      if (!(milliseconds <= limit * 3_600_000))
        throw badLocation(`an angle without degrees or over ${limit}`);
      // Not -0, which the wire form does not have.
      return direction === positive || milliseconds === 0
        ? milliseconds / 3_600_000
        : -milliseconds / 3_600_000;
    }
    const pattern = parts.length < 2 ? /^\d{1,3}$/ : /^\d{1,2}(\.\d{1,3})?$/;
    if (parts.length === 3 || !pattern.test(field) || (parts.length > 0 && Number(field) >= 60)) {
      throw badLocation(JSON.stringify(field.slice(0, 100)));
    }
    parts.push(Number(field));
  }
}

function parseCentimetres(field: string): number {
  // Adding 0 makes 0 of -0, which the wire form does not have.
  if (/^-?\d{1,8}(\.\d{1,2})?m?$/i.test(field)) return Math.round(Number(field.replace(/m$/i, '')) * 100) + 0;
  throw badLocation(JSON.stringify(field.slice(0, 100)));
}

/** The wire form keeps one digit: the rest is cut off, as the code in RFC 1876 appendix A does. */
function parseLength(field: string): number {
  const centimetres = parseCentimetres(field);
  if (centimetres === 0) return 0;
  const exponent = Math.floor(Math.log10(centimetres));
  if (!(centimetres > 0) || exponent > 9) throw badLocation(JSON.stringify(field));
  return Math.floor(centimetres / 10 ** exponent) * 10 ** exponent;
}

function badLocation(what: string): WireError {
  return new WireError('EBADSTR', `${what} is not part of a LOC record`);
}
