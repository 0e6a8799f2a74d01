import { it } from 'vitest';
import { checkSearch, type SearchRow, suffixed } from './search-rows.js';

const labels = (count: number) => new Array(count).fill('a').join('.');
/** A suffix of 193 characters more or less: with a label of 60 in front, 254 plus the root are 255 octets. */
const longSuffix = (last: number) =>
  ['b', 'b', 'b']
    .map((letter) => letter.repeat(47))
    .concat('c'.repeat(last))
    .join('.');

const order: readonly SearchRow[] = [
  {
    what: 'a name of one label gets the suffixes in order, until one is found',
    name: 'www',
    replies: { 'www.third.example A': '192.0.2.7' },
    asked: suffixed('www'),
    outcome: '192.0.2.7',
  },
  {
    what: 'the first suffix that is found ends the search',
    name: 'www',
    replies: { 'www.second.example A': '192.0.2.7', 'www.third.example A': '192.0.2.8' },
    asked: ['www.first.example', 'www.second.example'],
    outcome: '192.0.2.7',
  },
  {
    what: 'the name itself comes last',
    name: 'www',
    replies: { 'www A': '192.0.2.7' },
    asked: [...suffixed('www'), 'www'],
    outcome: '192.0.2.7',
  },
  {
    what: 'a name with a dot is asked as it is first',
    name: 'a.b',
    replies: { 'a.b A': '192.0.2.7' },
    asked: ['a.b'],
    outcome: '192.0.2.7',
  },
  {
    what: 'and gets the suffixes after that',
    name: 'a.b',
    replies: { 'a.b.second.example A': '192.0.2.7' },
    asked: ['a.b', 'a.b.first.example', 'a.b.second.example'],
    outcome: '192.0.2.7',
  },
  { what: 'without suffixes', name: 'www', domains: [], asked: ['www'], outcome: 'ENOTFOUND' },
  { what: 'with a trailing dot', name: 'www.', asked: ['www'], outcome: 'ENOTFOUND' },
  { what: 'with a trailing ideographic full stop', name: 'www\u3002', asked: ['www'], outcome: 'ENOTFOUND' },
  { what: 'the root', name: '.', asked: ['.'], outcome: 'ENOTFOUND' },
  {
    what: 'an escaped dot at the end is none',
    name: String.raw`www\.`,
    asked: [...suffixed(String.raw`www\.`), String.raw`www\.`],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'a dot behind an escaped backslash is one',
    name: String.raw`www\\.`,
    asked: [String.raw`www\\`],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'an escaped dot inside does not count as a dot',
    name: String.raw`a\.b`,
    asked: [...suffixed(String.raw`a\.b`), String.raw`a\.b`],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'nor does one that is written in digits',
    name: String.raw`a\046b`,
    asked: [...suffixed(String.raw`a\.b`), String.raw`a\.b`],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'Unicode goes through UTS 46',
    name: 'b\u00fccher',
    asked: [...suffixed('xn--bcher-kva'), 'xn--bcher-kva'],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'an ideographic full stop is a dot',
    name: 'a\uff61b',
    replies: { 'a.b A': '192.0.2.7' },
    asked: ['a.b'],
    outcome: '192.0.2.7',
  },
  {
    what: 'a suffix may have a trailing dot, and be in Unicode',
    name: 'www',
    domains: ['b\u00fccher.example.'],
    asked: ['www.xn--bcher-kva.example', 'www'],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'a suffix may end in an escaped dot',
    name: 'www',
    domains: [String.raw`example\.`],
    asked: [String.raw`www.example\.`, 'www'],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'the root as a suffix is the name itself, asked once',
    name: 'www',
    domains: ['.'],
    asked: ['www'],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'the root as a suffix has its place',
    name: 'www',
    domains: ['.', 'first.example'],
    asked: ['www', 'www.first.example'],
    outcome: 'ENOTFOUND',
  },
  { what: 'ndots 0', name: 'www', ndots: 0, asked: ['www', ...suffixed('www')], outcome: 'ENOTFOUND' },
  { what: 'ndots 2, a dot', name: 'a.b', ndots: 2, asked: [...suffixed('a.b'), 'a.b'], outcome: 'ENOTFOUND' },
  {
    what: 'ndots 2, two dots',
    name: 'a.b.c',
    ndots: 2,
    asked: ['a.b.c', ...suffixed('a.b.c')],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'ndots 15, 14 dots',
    name: labels(15),
    ndots: 15,
    asked: [...suffixed(labels(15)), labels(15)],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'ndots 15, 15 dots',
    name: labels(16),
    ndots: 15,
    asked: [labels(16), ...suffixed(labels(16))],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'candidates over 255 octets are left out',
    name: 'a'.repeat(60),
    domains: [longSuffix(49), 'first.example'],
    asked: [`${'a'.repeat(60)}.first.example`, 'a'.repeat(60)],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'candidates of 255 octets are not',
    name: 'a'.repeat(60),
    domains: [longSuffix(48)],
    asked: [`${'a'.repeat(60)}.${longSuffix(48)}`, 'a'.repeat(60)],
    outcome: 'ENOTFOUND',
  },
  {
    what: 'special-use names have no suffixes',
    name: 'localhost',
    asked: [],
    outcome: '127.0.0.1',
  },
  { what: 'with a trailing dot', name: 'a.LocalHost.', asked: [], outcome: '127.0.0.1' },
  { what: 'in escapes', name: String.raw`\108ocalhost`, asked: [], outcome: '127.0.0.1' },
  { what: 'in full-width letters', name: '\uff4cocalhost', asked: [], outcome: '127.0.0.1' },
  { what: 'onion', name: 'x.onion', ndots: 2, asked: [], outcome: 'ENOTFOUND' },
  { what: 'invalid', name: 'invalid', asked: [], outcome: 'ENOTFOUND' },
  { what: 'nor have IPv4 literals', name: '192.0.2.7', ndots: 4, asked: [], outcome: '192.0.2.7' },
  { what: 'nor IPv6 literals', name: '2001:db8::1', asked: [], outcome: 'ENODATA' },
];

it.each(order)('$what: $name', checkSearch);
