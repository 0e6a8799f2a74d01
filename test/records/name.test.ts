import { describe, expect, it } from 'vitest';
import { formatName, isHostname, parseName } from '../../src/records/name.js';
import { Reader } from '../../src/records/reader.js';
import { WireError } from '../../src/records/wire-error.js';
import { Writer } from '../../src/records/writer.js';

const octets = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const hex = (wire: Uint8Array): string => Buffer.from(wire).toString('hex');
const outcome = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (thrown) {
    return thrown instanceof WireError ? thrown.code : thrown;
  }
};

describe('parseName', () => {
  it.each([
    ['.', '00'],
    ['a', '0161 00'],
    ['a.', '0161 00'],
    ['example.com', '07 6578616d706c65 03 636f6d 00'],
    ['Example.COM.', '07 4578616d706c65 03 434f4d 00'],
    ['ex\\097m\\ple.com', '07 6578616d706c65 03 636f6d 00'],
    ['example.com\\.', '07 6578616d706c65 04 636f6d2e 00'],
    ['a\\.b.c', '03 612e62 01 63 00'],
    ['\\000\\255', '02 00ff 00'],
    ['\\\\\\"\\;\\(\\)\\@\\$', '07 5c223b28294024 00'],
    ['a b', '03 612062 00'],
    ['\\046.', '01 2e 00'],
    ['*._tcp.1/2', '01 2a 04 5f746370 03 312f32 00'],
    [`${'a'.repeat(63)}.b`, `3f ${'61'.repeat(63)} 01 62 00`],
  ])('%s', (text, wire) => {
    expect(parseName(text)).toStrictEqual(octets(wire));
  });

  it.each([
    ['nothing', ''],
    ['two dots', '..'],
    ['a leading dot', '.a'],
    ['an empty label', 'example..com'],
    ['a second dot at the end', 'a..'],
    ['a label of 64', 'a'.repeat(64)],
    ['a label of 64 before another', `${'a'.repeat(64)}.b`],
    ['a name of 256', `${'a.'.repeat(127)}aa`],
    ['a name of 256 in a label of two', `${'a.'.repeat(126)}aa`],
    ['a name of 256 in escapes', `${'\\097.'.repeat(127)}\\097`],
    ['a very long text', 'a.'.repeat(100_000)],
    ['a backslash at the end', 'a\\'],
    ['an octet over 255', '\\256'],
    ['two digits', '\\12'],
    ['digits and a letter', '\\12a'],
    ['a backslash before Unicode', '\\é'],
    ['half a surrogate pair', '\ud800.example'],
    ['what UTS 46 forbids', 'a\u2488b.example'],
    ['a space beside Unicode', 'é a'],
    ['a slash beside Unicode', 'é/a'],
    ['a broken A-label beside Unicode', 'xn--\u00e9.example'],
  ])('refuses %s', (_, text) => {
    expect(outcome(() => parseName(text))).toBe('EBADNAME');
  });

  it('takes names of 255 octets', () => {
    expect(parseName('a.'.repeat(127))).toHaveLength(255);
    expect(parseName(`${'a.'.repeat(126)}a`)).toHaveLength(255);
  });

  it.each([
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['faß.DE', 'xn--fa-hia.DE'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah'],
    ['a\u00ado.example', 'ao.example'],
    ['۱۲۳.example', 'xn--embcd.example'],
    ['\\097.é', 'a.xn--9ca'],
    ['a_ü.example', 'xn--a_-yka.example'],
  ])('takes %s through UTS 46', (text, ascii) => {
    expect(formatName(parseName(text))).toBe(ascii);
  });
});

describe('formatName', () => {
  it.each([
    ['00', '.'],
    ['0161 00', 'a'],
    ['03 612e62 01 63 00', 'a\\.b.c'],
    ['01 5c 00', '\\\\'],
    ['07 5c223b28294024 00', '\\\\\\"\\;\\(\\)\\@\\$'],
    ['05 0020 7f 80 ff 00', '\\000\\032\\127\\128\\255'],
    ['04 1b5b326a 00', '\\027[2j'],
    ['05 415a2f2a27', "AZ/*'"],
  ])('%s', (wire, text) => {
    expect(formatName(octets(wire))).toBe(text);
    const whole = octets(wire.endsWith('00') ? wire : `${wire}00`);
    expect(new Reader(whole).name()).toBe(text);
  });
});

describe('isHostname', () => {
  it.each(['a', 'A-1.b', 'a.', '_dmarc.example', '3com.com', 'a'.repeat(63), 'xn--9ca'])(
    '%s is one',
    (name) => {
      expect(isHostname(name)).toBe(true);
    },
  );

  it.each([
    '',
    '.',
    'a..b',
    '-a',
    'a-.b',
    'a b',
    'a\\.b',
    '*.a',
    'é',
    'a/b',
    'a\n',
    'a'.repeat(64),
    'a.'.repeat(128),
  ])('%j is none', (name) => {
    expect(isHostname(name)).toBe(false);
  });
});

describe('Writer.name', () => {
  it('points to what is there already, in its letter case', () => {
    const writer = new Writer();
    for (const name of ['a.example', 'b.example', 'a.example', 'A.example', '.']) writer.name(name);
    expect(hex(writer.finish())).toBe(
      ['0161 07 6578616d706c65 00', '0162 c002', 'c000', '0141 c002', '00'].join('').replaceAll(' ', ''),
    );
  });

  it.each([0x4000, 0x4001, 0x7fff])('points to nothing at %i', (at) => {
    const writer = new Writer();
    writer.data(new Uint8Array(at));
    for (const _ of [1, 2]) writer.name('a');
    expect(hex(writer.finish().subarray(at))).toBe('016100016100');
  });

  it('never points past 0x3fff', () => {
    const writer = new Writer();
    writer.data(new Uint8Array(0x3fff));
    writer.name('a.b'); // 'a.b' begins at 0x3fff, 'b' behind it
    writer.name('a.b');
    writer.name('b');
    expect(hex(writer.finish().subarray(0x3fff))).toBe('0161016200ffff016200');
  });

  it('plainName neither points nor is pointed to', () => {
    const writer = new Writer();
    for (const write of [1, 2, 3]) write === 3 ? writer.name('a') : writer.plainName('a');
    expect(hex(writer.finish())).toBe('016100'.repeat(3));
  });
});
