import { describe, expect, it } from 'vitest';
import { type Line, lineOf, maxLineLength, splitLines } from '../../src/cli/lines.js';

/** Every way to cut octets into two chunks, and one octet at a time. */
async function readEveryCut(octets: Uint8Array): Promise<readonly Line[]> {
  const whole = await read([octets]);
  for (let at = 1; at < octets.length; at += 1) {
    expect(await read([octets.subarray(0, at), octets.subarray(at)])).toStrictEqual(whole);
  }
  expect(await read(Array.from(octets, (octet) => Uint8Array.of(octet)))).toStrictEqual(whole);
  return whole;
}

async function read(chunks: readonly Uint8Array[]): Promise<readonly Line[]> {
  async function* stream() {
    yield* chunks;
  }
  const lines: Line[] = [];
  for await (const line of splitLines(stream())) lines.push(line);
  return lines;
}

const notUtf8 = 'is not UTF-8 text; \\DDD stands for such an octet in a name';
const controls = 'has control characters; \\DDD stands for such an octet in a name';

describe('splitLines', () => {
  it.each<[string, Uint8Array, readonly Line[]]>([
    ['nothing', Buffer.from(''), []],
    [
      'lines',
      Buffer.from('a\nbc\n'),
      [
        { text: 'a', size: 2 },
        { text: 'bc', size: 3 },
      ],
    ],
    [
      'a last line without its end',
      Buffer.from('a\nbc'),
      [
        { text: 'a', size: 2 },
        { text: 'bc', size: 2 },
      ],
    ],
    [
      'CRLF',
      Buffer.from('a\r\nb\r\n'),
      [
        { text: 'a', size: 3 },
        { text: 'b', size: 3 },
      ],
    ],
    [
      'empty lines',
      Buffer.from('\n\r\n \n'),
      [
        { text: '', size: 1 },
        { text: '', size: 2 },
        { text: ' ', size: 2 },
      ],
    ],
    [
      'a byte order mark',
      Buffer.from('\ufeffa\n\ufeffb'),
      [
        { text: 'a', size: 5 },
        { text: '\ufeffb', size: 4 },
      ],
    ],
    ['Unicode', Buffer.from('bücher.example\n'), [{ text: 'bücher.example', size: 16 }]],
    ['tabs', Buffer.from('a\tMX'), [{ text: 'a\tMX', size: 4 }]],
    ['Latin-1', Buffer.from([0x62, 0xfc, 0x0a]), [{ text: 'b\\252', size: 3, fault: notUtf8 }]],
    [
      'a NUL',
      Buffer.from('a\0b\nc'),
      [
        { text: 'a\\000b', size: 4, fault: controls },
        { text: 'c', size: 1 },
      ],
    ],
    ['an escape sequence', Buffer.from('\u001b[31m\n'), [{ text: '\\027[31m', size: 6, fault: controls }]],
    ['a C1 control', Buffer.from('\u009b31m\n'), [{ text: '\\194\\15531m', size: 6, fault: controls }]],
    ['a lone CR', Buffer.from('a\rb\n'), [{ text: 'a\\013b', size: 4, fault: controls }]],
  ])('reads %s', async (_, octets, lines) => {
    expect(await readEveryCut(octets)).toStrictEqual(lines);
  });

  it('takes a line of the greatest length, however it ends, and shows the beginning of a longer one', async () => {
    const longest = 'x'.repeat(maxLineLength);
    const lines = await read([Buffer.from(`${longest}\r\n${longest}x\nb`)]);
    expect(lines).toStrictEqual([
      { text: longest, size: maxLineLength + 2 },
      { text: `${'x'.repeat(256)}...`, size: maxLineLength + 2, fault: 'is longer than 4096 octets' },
      { text: 'b', size: 1 },
    ]);
  });

  it('keeps no more of an endless line than it shows', async () => {
    const chunk = Buffer.alloc(1 << 20, 'x');
    const before = process.memoryUsage().arrayBuffers;
    const [line] = await read(Array.from({ length: 200 }, () => chunk));
    expect(line?.size).toBe(200 << 20);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 << 20);
  });
});

describe('lineOf', () => {
  it.each<[string, Line]>([
    ['example.com', { text: 'example.com', size: 11 }],
    ['', { text: '', size: 0 }],
    ['a\nb', { text: 'a\\010b', size: 3, fault: controls }],
    // Node decodes arguments that are not UTF-8 with replacement characters.
    ['b\ufffd', { text: 'b\\239\\191\\189', size: 4, fault: notUtf8 }],
  ])('reads %j', (text, line) => {
    expect(lineOf(text)).toStrictEqual(line);
  });
});
