import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { matchWanted } from '../../src/observables/wanted.js';
import { parseRecord } from '../../src/records/presentation.js';
import type { RecordType } from '../../src/records/record-map.js';

const record = (type: string, text: string) =>
  parseRecord(type, text, { name: 'a.example', class: 'IN', ttl: 300 });

/** Whether these records, of any type, are what is wanted of an answer to ANY. */
const anyHas = (want: string, type: string, text: string) => matchWanted('ANY', want)([record(type, text)]);

describe('matchWanted', () => {
  it.each([
    ['the text of TXT', 'hello world', '"hello world"'],
    ['its strings joined', 'hello world', '"hello " "world"'],
    ["a zone file's TXT", '"hello " "world"', '"hello " "world"'],
    ['text with a quote', 'say "a"', '"say \\"a\\""'],
  ])('takes %s', (_what, want, text) => {
    expect(anyHas(want, 'TXT', text)).toBe(true);
    const txt = record('TXT', text);
    expect(txt.type === 'TXT' && matchWanted('TXT', want)([txt])).toBe(true);
  });

  it.each([
    ['other strings', '"hello" "world"', '"hello " "world"'],
    ['another case', 'Hello', '"hello"'],
    ['a part', 'hello', '"hello world"'],
    ['words for strings', 'hello world', '"hello" "world"'],
  ])('does not take %s of TXT', (_what, want, text) => {
    const txt = record('TXT', text);
    expect(txt.type === 'TXT' && matchWanted('TXT', want)([txt])).toBe(false);
  });

  const aaaa = { name: 'a.example', type: 'AAAA', class: 'IN', ttl: 1, address: '2001:db8::1' } as const;
  it('takes an address in any spelling', () => {
    const spellings = ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', '2001:db8::0.0.0.1'];
    expect(spellings.map((want) => matchWanted('AAAA', want)([aaaa]))).toStrictEqual([true, true, true]);
    expect(matchWanted('AAAA', '2001:db8::2')([aaaa])).toBe(false);
  });

  const mail = {
    name: 'a.example',
    type: 'MX',
    class: 'IN',
    ttl: 1,
    preference: 10,
    exchange: 'm.example',
  } as const;
  it('takes a name in any case, with and without its dot', () => {
    expect(matchWanted('MX', '10 M.Example.')([mail])).toBe(true);
    expect(matchWanted('MX', '10  m.example')([mail])).toBe(true);
    expect(matchWanted('MX', '20 m.example')([mail])).toBe(false);
  });

  it('takes a text that is one of several, and a list that is among them', () => {
    const records = [mail, { ...mail, preference: 20 }, { ...mail, preference: 30 }];
    expect(matchWanted('MX', '20 m.example')(records)).toBe(true);
    expect(matchWanted('MX', ['30 m.example', '10 m.example'])(records)).toBe(true);
    expect(matchWanted('MX', ['30 m.example', '40 m.example'])(records)).toBe(false);
    expect(matchWanted('MX', '10 m.example')([])).toBe(false);
  });

  it('asks a function with the records', () => {
    const wanted = matchWanted('MX', (records) => records.every(({ preference }) => preference > 10));
    expect([wanted([mail]), wanted([])]).toStrictEqual([false, true]);
  });

  it.each<[type: RecordType, want: string, code: string, message: string]>([
    ['A', '192.0.2', 'EBADSTR', 'want "192.0.2" is no A record: "192.0.2" is not an IPv4 address'],
    ['MX', 'm.example', 'EBADSTR', 'want "m.example" is no MX record: '],
    ['CNAME', 'a..example', 'EBADSTR', 'want "a..example" is no CNAME record: '],
    ['TYPE65280', 'x', 'EBADSTR', 'want "x" is no TYPE65280 record: '],
  ])('throws for a text that no record can have: %s %s', (type, want, code, message) => {
    let thrown: unknown;
    try {
      matchWanted(type, want);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DnsError);
    expect(thrown).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('throws for an empty list', () => {
    expect(() => matchWanted('A', [])).toThrow(
      new RangeError('want is an empty list; it has to have a text or more'),
    );
  });
});
