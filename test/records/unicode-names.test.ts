import { describe, expect, it } from 'vitest';
import { badName, byTr46, ours } from './unicode-oracle.js';

describe('as tr46 has it', () => {
  it.each([
    ['an umlaut', 'bücher.example', 'xn--bcher-kva.example'],
    ['upper case', 'BÜCHER.example', 'xn--bcher-kva.example'],
    ['a sharp s, which is a letter', 'faß.example', 'xn--fa-hia.example'],
    ['a final sigma, which is a letter', 'σς.example', 'xn--3xab.example'],
    ['a dotted capital I', 'İ.example', 'xn--i-9bb.example'],
    ['a Kelvin sign', '\u212a.example', 'k.example'],
    ['ligatures', 'oﬃce.example', 'office.example'],
    ['a combining mark that composes', 'e\u0301.example', 'xn--9ca.example'],
    ['combining marks in the wrong order', 'u\u0308\u0327\u00e9.example', 'xn--9ca1b11j.example'],
    ['Hangul in parts', '\u1100\u1161.example', 'xn--o39a.example'],
    ['a Hangul syllable and its last consonant', '\uac00\u11a8.example', 'xn--p39a.example'],
    ['a composed letter before a mark of lower class', '\u00e1\u0323.example', 'xn--lsa752l.example'],
    ['half width katakana', 'ｶﾞ.example', 'xn--mck.example'],
    ['full width letters and dots', 'ＷＷＷ．ｅｘａｍｐｌｅ', 'www.example'],
    ['ideographic dots', '例え。テスト｡jp', 'xn--r8jz45g.xn--zckzah.jp'],
    ['a full width address', '１２７.０.０.１', '127.0.0.1'],
    ['Extended Arabic-Indic digits', '۱۲۳.example', 'xn--embcd.example'],
    ['Devanagari digits', '१२३.example', 'xn--e4bcd.example'],
    ['a superscript', 'm².example', 'm2.example'],
    ['Hebrew', 'אבג.example', 'xn--4dbcd.example'],
    ['Hebrew with a digit at the end', 'אבג1.example', 'xn--1-zhcde.example'],
    ['Arabic', 'مثال.إختبار', 'xn--mgbh0fb.xn--kgbechtv'],
    ['a joiner behind a virama', 'क\u094d\u200dष.example', 'xn--11b2ezcw70k.example'],
    ['a non-joiner between joining letters', 'نامه\u200cای.example', 'xn--mgba3gch31f060k.example'],
    ['an emoji', '💩.example', 'xn--ls8h.example'],
    ['an emoji with a variation selector', '❤\ufe0f.example', 'xn--qei.example'],
    ['an emoji with a skin tone', '👍🏽.example', 'xn--on8h5e.example'],
    ['a soft hyphen', 'a\u00ado.example', 'ao.example'],
    ['a byte order mark', 'bü\ufeffcher.example', 'xn--bcher-kva.example'],
    ['an A-label in full width', 'ｘｎ－－ｂｃｈｅｒ－ｋｖａ.example', 'xn--bcher-kva.example'],
    ['hyphens in the third and fourth place', 'ab--ü.example', 'xn--ab---3ra.example'],
    ['hyphens at both ends', '-ü-.example', 'xn-----xka.example'],
    ['an underscore', 'a_ü.example', 'xn--a_-yka.example'],
    ['an underscore before it', '_dmarc.bücher.example', '_dmarc.xn--bcher-kva.example'],
    ['an asterisk before it', '*.bücher.example', '*.xn--bcher-kva.example'],
    ['a label of 63', `${'ü'.repeat(57)}.example`, `xn--${'t'}da${'a'.repeat(56)}.example`],
  ])('%s', (_what, text, ascii) => {
    expect(byTr46(text)).toBe(ascii);
    expect(ours(text)).toBe(ascii);
    expect(ours(`${text}.`)).toBe(ascii);
  });

  it.each([
    ['a combining mark in front', '\u0301a.example'],
    ['an emoji with joiners', '👩\u200d👧.example'],
    ['a joiner between Latin letters', 'a\u200db.example'],
    ['a non-joiner between Latin letters', 'a\u200cb.example'],
    ['Latin letters behind Hebrew', 'אa.example'],
    ['a hyphen behind Hebrew', 'א-.example'],
    ['two kinds of digits in one Arabic label', 'ا1٢.example'],
    ['Unicode behind xn--', 'xn--é.example'],
    ['Punycode in full width that is broken', 'ｘｎ--99999999.example'],
    ['a digit with a dot', '\u2488.example'],
    ['a space', 'ü b.example'],
    ['a no-break space', 'a\u00a0b.example'],
    ['an ideographic space', 'a\u3000b.example'],
    ['a tab', 'ü\tb.example'],
    ['a line feed', 'ü\nb.example'],
    ['a control character', 'ü\u0001b.example'],
    ['DEL', 'ü\u007fb.example'],
    ['a slash', 'ü/b.example'],
    ['a slash in a compatibility character', '℀.example'],
    ['a percent escape', 'ü%41.example'],
    ['a percent sign in full width', 'ü％41.example'],
    ['a colon', 'ü:80.example'],
    ['an at sign', 'ü@b.example'],
    ['an at sign in full width', 'ü＠b.example'],
    ['brackets', '[ü].example'],
    ['half a surrogate pair', '\ud800a.example'],
    ['what is no character', '\uffffa.example'],
    ['private use', '\ue000.example'],
    ['a label that vanishes', 'a.\u00ad.example'],
    ['a label that vanishes in front', '\u00ad.example'],
    ['a label that vanishes at the end', 'example.\u00ad'],
    ['a space at the end', 'example.ü b'],
    ['a slash in the last of two', 'ü.ｉnvalid/x'],
    ['a name that vanishes', '\u00ad'],
    ['a name that vanishes before its dot', '\u00ad.'],
    ['a label of 64', `${'ü'.repeat(58)}.example`],
    ['a name of 256', `${'ü'.repeat(57)}.`.repeat(4)],
    ['two dots', 'ü..example'],
    ['two dots, one of them ideographic', 'ü。.example'],
  ])('not %s', (_what, text) => {
    expect(byTr46(text)).toBe(badName);
    expect(ours(text)).toBe(badName);
  });
});

describe('labels in ASCII stay octets, where tr46 takes them for labels of IDNA', () => {
  it.each([
    ['upper case', 'WWW.bücher.DE', 'WWW.xn--bcher-kva.DE', 'www.xn--bcher-kva.de'],
    ['broken Punycode', 'xn--99999999.bücher', 'xn--99999999.xn--bcher-kva', badName],
    ['a space', 'a b.bücher', 'a\\032b.xn--bcher-kva', badName],
    ['an underscore beside Hebrew', '_dmarc.אבג', '_dmarc.xn--4dbcd', badName],
    ['a digit before Hebrew', '1.אבג', '1.xn--4dbcd', badName],
  ])('%s', (_what, text, ascii, other) => {
    expect(byTr46(text)).toBe(other);
    expect(ours(text)).toBe(ascii);
  });
});

describe('what some platforms take, against UTS 46, comes to no other name', () => {
  it.each([
    ['Arabic-Indic digits alone', '١٢٣.example', 'xn--9hbcd.example'],
    ['a digit before Hebrew letters', '1אב.example', 'xn--1-0hcd.example'],
    ['a Latin letter before a Hebrew one', 'aא.example', 'xn--a-0hc.example'],
    ['a digit first, in a name with Hebrew', '1à.אבג', 'xn--1-sfa.xn--4dbcd'],
    ['a non-joiner behind a virama, then Arabic', 'क\u094d\u200cا.example', 'xn--mgb31m2ew90g.example'],
    ['Punycode in full width of nothing but ASCII', 'ｘｎ--abc-.example', 'xn--abc-.example'],
  ])('%s', (_what, text, taken) => {
    expect(byTr46(text)).toBe(badName);
    expect([badName, taken]).toContain(ours(text));
  });
});

describe('escapes', () => {
  it.each([
    ['in another label', 'ex\\097mple.bücher', 'example.xn--bcher-kva'],
    ['of a dot in another label', 'a\\.b.bücher', 'a\\.b.xn--bcher-kva'],
    ['of a backslash before a dot', 'a\\\\.bücher', 'a\\\\.xn--bcher-kva'],
    ['of an octet outside ASCII', '\\252.bücher', '\\252.xn--bcher-kva'],
    ['of a dot, before an ideographic one', 'a\\.。bücher', 'a\\..xn--bcher-kva'],
    ['behind Unicode', 'bücher.a\\ b', 'xn--bcher-kva.a\\032b'],
  ])('%s', (_what, text, ascii) => {
    expect(ours(text)).toBe(ascii);
  });

  it.each([
    ['in the label with Unicode', '\\097ü.example'],
    ['of a dot before Unicode', 'a\\.ü.example'],
    ['of a dot behind Unicode', 'ü\\.a.example'],
    ['of a dot by its number', 'ü\\046a.example'],
    ['of an ideographic dot', 'a\\。b.bücher'],
    ['of Unicode', '\\ü.example'],
    ['of nothing', 'bücher\\'],
    ['over 255', '\\256.bücher'],
  ])('not %s', (_what, text) => {
    expect(ours(text)).toBe(badName);
  });
});

it('an ideographic dot separates labels in ASCII, and is the root', () => {
  expect(ours('www。example')).toBe('www.example');
  expect(ours('。')).toBe('.');
  expect(ours('bücher。')).toBe('xn--bcher-kva');
});

it('a name of 255 octets in decomposed form fits', () => {
  const label = 'e\u0323\u0302'.repeat(57);
  const name = `${label}.${label}.${label}.${label.slice(0, -6)}`;
  expect(ours(name)).toHaveLength(253);
  expect(ours(name)).toBe(byTr46(name));
});

it('a long text is refused before it costs anything', () => {
  const characters = Array.from({ length: 50_000 }, (_, n) => String.fromCodePoint(0x20000 + (n % 40_000)));
  const started = performance.now();
  expect(ours(characters.join(''))).toBe(badName);
  expect(performance.now() - started).toBeLessThan(500);
});
