import { describe, expect, it } from 'vitest';
import { Reader } from '../../src/records/reader.js';
import { WireError } from '../../src/records/wire-error.js';

const octets = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const outcome = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (thrown) {
    return thrown instanceof WireError ? thrown.code : thrown;
  }
};

describe('Reader.name', () => {
  const read = (wire: string, at: number): string => {
    const reader = new Reader(octets(wire));
    reader.position = at;
    return reader.name();
  };

  it.each([
    ['a pointer alone', '0161 00 c000', 3, 'a'],
    ['a label and a pointer', '0161 00 0162 c000', 3, 'b.a'],
    ['a pointer to a pointer', '0161 00 c000 c003', 5, 'a'],
    ['a pointer into a name', '0161 0162 00 0163 c002', 5, 'c.b'],
    ['a pointer to the root', '00 0161 c000', 1, 'a'],
    ['a pointer alone to the root', '00 c000', 1, '.'],
    ['labels and a pointer to the root', '00 0161 0162 c000', 1, 'a.b'],
    ['escapes before a pointer', '0161 00 03622e00 0163 c000', 3, 'b\\.\\000.c.a'],
    ['escapes before a pointer to the root', '00 022e62 c000', 1, '\\.b'],
    ['escapes at the end', '0161 022e5c 00', 0, 'a.\\.\\\\'],
    ['a length that reads as a letter', `0161 21${'62'.repeat(33)} 00`, 0, `a.${'b'.repeat(33)}`],
  ])('%s', (_, wire, at, name) => {
    expect(read(wire, at)).toBe(name);
  });

  it.each([
    ['nothing', '', 0],
    ['no root', '0161', 0],
    ['half a label', '0261', 0],
    ['half a pointer', '00 c0', 1],
    ['half a pointer behind a label', '00 0161 c0', 1],
    ['a pointer to itself', '00 c001', 1],
    ['a pointer into its own name', '00 0161 c001', 1],
    ['a pointer forward', '00 c003 00', 1],
    ['two pointers that lead to each other', 'c002 c000', 2],
    ['a label type of 1991', '41 00', 0],
    ['a label type nobody assigned', '80 00', 0],
    ['a pointer to a label of unknown kind', '40 c000', 1],
    ['256 octets', `${'0161'.repeat(127)} 0161 00`, 0],
    ['256 octets through a pointer', `${'0161'.repeat(126)} 00 026161 c000`, 253],
  ])('refuses %s', (_, wire, at) => {
    expect(outcome(() => read(wire, at))).toBe('EBADRESP');
  });

  it('takes 255 octets, also through a pointer', () => {
    expect(read(`${'0161'.repeat(127)} 00`, 0)).toHaveLength(253);
    expect(read(`${'0161'.repeat(126)} 00 0161 c000`, 253)).toHaveLength(253);
  });

  it.each([
    [128, 'a'],
    [129, 'EBADRESP'],
  ])('%i pointers in a row: %s', (count, expected) => {
    const targets = Array.from({ length: count }, (_, n) => (n === 0 ? 0 : 1 + 2 * n));
    const chain = targets.map((target) => (0xc000 | target).toString(16)).join('');
    const at = 3 + 2 * (count - 1);
    // Cold, and with every shorter chain read before.
    expect(outcome(() => read(`0161 00 ${chain}`, at))).toBe(expected);
    const reader = new Reader(octets(`0161 00 ${chain}`));
    const names = Array.from({ length: count }, () => 'a');
    reader.position = 3;
    expect(outcome(() => names.map(() => reader.name()).join(''))).toBe(
      expected === 'a' ? names.join('') : expected,
    );
  });

  it.each([
    [127, 'b.a'],
    [128, 'EBADRESP'],
  ])('%i pointers in a row to a first name with one of its own: %s', (count, expected) => {
    const targets = Array.from({ length: count }, (_, n) => (n === 0 ? 3 : 5 + 2 * n));
    const chain = targets.map((target) => (0xc000 | target).toString(16)).join('');
    const reader = new Reader(octets(`0161 00 0162 c000 ${chain}`), 3);
    expect(reader.name()).toBe('b.a');
    reader.position = reader.end - 2;
    expect(outcome(() => reader.name())).toBe(expected);
  });

  it('reads what pointers lead to once, however many there are', () => {
    // aa to at, each a name of four octets; then twice a label and a pointer to each, 01 behind each pointer.
    const texts = Array.from({ length: 20 }, (_, n) => `a${String.fromCharCode(0x61 + n)}`);
    const targets = Uint8Array.from(texts.flatMap((text) => [2, text.charCodeAt(0), text.charCodeAt(1), 0]));
    const names = texts.flatMap((_, n) => [1, 0x78, 0xc0, 4 * n, 1]);
    const wire = Uint8Array.from([...targets, ...names, ...names]);
    let reads = 0;
    const counted = new Proxy(wire, {
      get(target, key) {
        if (typeof key === 'string' && Number(key) < targets.length) reads += 1;
        return Reflect.get(target, key, target);
      },
    });
    const reader = new Reader(counted, targets.length);
    const round = (): readonly string[] =>
      texts.map(() => {
        const name = reader.name();
        expect(reader.uint8()).toBe(1);
        return name;
      });
    const expected = texts.map((text) => `x.${text}`);
    expect(round()).toStrictEqual(expected);
    expect(reads).toBeGreaterThan(0);
    reads = 0;
    expect(round()).toStrictEqual(expected);
    expect(reads).toBe(0);
  });

  it('plainName takes no pointer', () => {
    expect(outcome(() => new Reader(octets('00 c000'), 1).plainName())).toBe('EBADRESP');
    expect(outcome(() => new Reader(octets('00 0161 c000'), 1).plainName())).toBe('EBADRESP');
    expect(new Reader(octets('0161 00')).plainName()).toBe('a');
  });

  it('nameOctets follows pointers and moves on', () => {
    const reader = new Reader(octets('0161 0100 00 0162 c002 ff'), 5);
    expect(reader.nameOctets()).toStrictEqual(octets('0162 0100 00'));
    expect(reader.uint8()).toBe(0xff);
  });

  it('stops at the end of RDATA, but not what a pointer leads to', () => {
    expect(new Reader(octets('0161 00 c000 ff'), 3, 5).name()).toBe('a');
    expect(outcome(() => new Reader(octets('0161 00 c000'), 3, 4).name())).toBe('EBADRESP');
    expect(outcome(() => new Reader(octets('0161 00'), 0, 2).name())).toBe('EBADRESP');
  });
});
