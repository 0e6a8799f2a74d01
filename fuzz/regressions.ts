/** An input that once broke something. */
export interface Regression {
  readonly target: string;
  /** What was wrong. */
  readonly what: string;
  readonly hex: string;
}

/** The tests run each of these, and it must do no harm any more. */
export const regressions: readonly Regression[] = [
  {
    target: 'message',
    what: 'EBADSTR, not EBADRESP: a PX record of 65,262 octets, longer still when its names are written out',
    hex: longPx(),
  },
  { target: 'rdata-text', what: 'LOC: -0 as altitude (0 S 1 E -0)', hex: '4c4f432030205320312045202d30' },
];

/** A question of 255 octets, and a PX record up to the end of the message whose names point to it. */
function longPx(): string {
  const label = (length: number) => length.toString(16).padStart(2, '0') + '61'.repeat(length);
  const name = `${label(63)}${label(63)}${label(63)}${label(61)}00`;
  const start = `000181800001000100000000${name}00010001`;
  const length = 0xffff - start.length / 2 - 12;
  const record = `c00c001a000100000009${length.toString(16)}0001c00cc00c`;
  return `${start}${record}${'00'.repeat(length - 6)}`;
}
