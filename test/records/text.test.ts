import { describe, expect, it } from 'vitest';
import { decodeText, decodeUtf8, encodeText } from '../../src/records/text.js';
import { WireError } from '../../src/records/wire-error.js';

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('decodeText and encodeText', () => {
  it.each([
    ['nothing', utf8(''), ''],
    ['ASCII', utf8('v=spf1 -all'), 'v=spf1 -all'],
    ['quotes', utf8('a "b" c'), 'a "b" c'],
    ['UTF-8', utf8('žluťoučký 🐎'), 'žluťoučký 🐎'],
    ['a byte order mark', utf8('\ufeffa'), '\ufeffa'],
    ['a replacement character', utf8('\ufffd'), '\ufffd'],
    ['control characters', utf8('a\u001b[2J\u0000\u007f'), 'a\\027[2J\\000\\127'],
    ['C1 control characters', utf8('é\u0085'), 'é\\194\\133'],
    ['what is not UTF-8', latin1('a\xff\xc3'), 'a\\255\\195'],
    ['UTF-8 beside what is not', latin1('\xc3\xa9\xff'), '\\195\\169\\255'],
    ['an overlong form', latin1('\xc0\xaf'), '\\192\\175'],
    ['an overlong form of three', latin1('\xe0\x80\xaf'), '\\224\\128\\175'],
    ['a surrogate', latin1('\xed\xa0\x80'), '\\237\\160\\128'],
    ['beyond Unicode', latin1('\xf4\x90\x80\x80'), '\\244\\144\\128\\128'],
    ['a backslash', utf8('!^.*$!sip:\\1@x!'), '!^.*$!sip:\\1@x!'],
    ['two backslashes', utf8('\\\\'), '\\\\\\'],
    ['what looks like an escape', utf8('\\123'), '\\\\123'],
    ['a backslash before an escape', utf8('\\\u0007'), '\\\\\\007'],
    ['a backslash before UTF-8', utf8('\\é'), '\\é'],
    ['a backslash before a C1 control character', utf8('\\\u0085'), '\\\\\\194\\133'],
    ['a backslash before what is not UTF-8', latin1('\\\xff'), '\\\\\\255'],
    ['a backslash at the end', utf8('é\\'), 'é\\'],
    ['a long text', utf8('ab'.repeat(2000)), 'ab'.repeat(2000)],
  ])('%s', (_, octets, text) => {
    expect(decodeText(octets)).toBe(text);
    expect(encodeText(text)).toStrictEqual(octets);
  });

  it.each([
    ['\\065', utf8('A')],
    ['\\\\', utf8('\\')],
    ['\\256', utf8('\\256')],
    ['\\25', utf8('\\25')],
    ['\\1é', utf8('\\1é')],
    ['\\195\\169', utf8('é')],
    ['\\q', utf8('\\q')],
  ])('encodeText also takes %s', (text, octets) => {
    expect(encodeText(text)).toStrictEqual(octets);
  });

  it('half a surrogate pair is no text', () => {
    expect(() => encodeText('a\ud800')).toThrow(WireError);
  });

  it('a text of megabytes is no matter of the stack', () => {
    expect(encodeText('é\\007'.repeat(400_000))).toHaveLength(1_200_000);
  });
});

describe('decodeUtf8', () => {
  it('tells UTF-8 from the rest, and escapes nothing', () => {
    expect(decodeUtf8(utf8('é\\\u0007'))).toBe('é\\\u0007');
    expect(decodeUtf8(latin1('\xe9'))).toBeUndefined();
  });
});
