import fc from 'fast-check';
import { expect, it } from 'vitest';
import { badName, byTr46, lenient, ours, strict } from './unicode-oracle.js';

/** Characters whose mapping is the same in Unicode 15.0, which Node 20 has, and in all since. */
const characters = [
  'abcxyzXYZ019-_*',
  'àéüßñœÀÉÜſ',
  'αβγσςΩΆ',
  'жшщёЖЁ',
  'あいうアガｱｶﾞ',
  '漢字例中国',
  '가각\u1100\u1161\u11a8',
  'กขคๆ',
  '１２ＡＢａｂ－＿',
  '\u0300\u0301\u0308\u0327\u3099',
  '\u00ad\u200b\ufe0f\ufeff',
  '💩❤☕👍🏽',
  '①²½™㎏ﬃ≠＂；',
  '\u00a0\u3000℀／％\u2488\uffff\ue000\ufffd',
  'אבגדת\u05be',
  'ابتثی\u064b۱۲٣',
  'कखष\u094d\u0930',
  '\u200c\u200d',
];
const character = fc.oneof(...characters.map((group) => fc.constantFrom(...group)));
const label = fc.oneof(
  fc.string({ unit: character, minLength: 1, maxLength: 8 }),
  ...characters.map((group) => fc.string({ unit: fc.constantFrom(...group), minLength: 1, maxLength: 70 })),
);
/** What Node 24 does not compose after it has removed the first of the two. */
const notComposed = /(?:\u00ad|\u200b|\ufe0f|\ufeff)[\u0300-\u036f\u1160-\u11ff\u3099ﾞ]/;
const partlyChecked = /[\u0590-\u08ff\u200c\u200d]/;

/** Labels with Unicode by tr46, the others as they are. */
function expected(labels: readonly string[], options: typeof lenient): string {
  const isUnicode = (one: string): boolean => /[^\0-\x7f]/.test(one);
  const unicode = labels.filter(isUnicode);
  if (unicode.length === 0) return ours(labels.join('.'));
  const ascii = byTr46(unicode.join('.'), options);
  if (ascii === badName) return badName;
  const mapped = ascii.split('.');
  const all = labels.map((one) => (isUnicode(one) ? (mapped.shift() ?? '') : one));
  const name = all.join('.');
  return name.length > 253 || all.some((one) => one.length > 63) ? badName : ours(name);
}

it('any labels come to what tr46 makes of them, or, where platforms check in part, to no other name', () => {
  let checked = 0;
  fc.assert(
    fc.property(
      fc.array(label, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('.', '。', '．', '｡'),
      (labels, dot) => {
        fc.pre(!labels.some((one) => notComposed.test(one)));
        const name = ours(labels.join(dot));
        const ascii = expected(labels, strict);
        if (ascii !== badName) {
          expect(name).toBe(ascii);
          checked += 1;
        } else if (!partlyChecked.test(labels.join(''))) expect(name).toBe(badName);
        else expect([badName, expected(labels, lenient)]).toContain(name);
      },
    ),
    { numRuns: 2000 },
  );
  expect(checked).toBeGreaterThan(200);
});
