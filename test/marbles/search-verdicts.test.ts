import { it } from 'vitest';
import { checkSearch, type SearchRow } from './search-rows.js';

const verdicts: readonly SearchRow[] = [
  {
    what: 'NODATA, NXDOMAIN, and NXDOMAIN for the name itself: ENODATA',
    name: 'www',
    domains: ['first.example', 'second.example'],
    replies: { 'www.first.example': 'NODATA' },
    asked: ['www.first.example', 'www.second.example', 'www'],
    outcome: 'ENODATA',
  },
  {
    what: 'NODATA at the end, too',
    name: 'www',
    domains: ['first.example'],
    replies: { www: 'NODATA' },
    asked: ['www.first.example', 'www'],
    outcome: 'ENODATA',
  },
  {
    what: 'NODATA, and found later',
    name: 'www',
    replies: { 'www.first.example': 'NODATA', 'www.second.example A': '192.0.2.7' },
    asked: ['www.first.example', 'www.second.example'],
    outcome: '192.0.2.7',
  },
  {
    what: 'a chain that leads to nothing is NODATA',
    name: 'www',
    domains: ['first.example'],
    replies: { 'www.first.example': '> b.example', 'b.example': 'NODATA' },
    asked: ['www.first.example', 'b.example', 'www'],
    outcome: 'ENODATA',
  },
  ...['SERVFAIL', 'REFUSED'].flatMap((rcode): readonly SearchRow[] => [
    {
      what: `${rcode} for a name of several labels ends the search`,
      name: 'www',
      replies: { 'www.first.example': rcode, 'www.second.example A': '192.0.2.7' },
      asked: ['www.first.example'],
      outcome: `E${rcode}`,
    },
    {
      what: `${rcode} for a name of several labels, as it is`,
      name: 'a.b',
      replies: { 'a.b': rcode, 'a.b.first.example A': '192.0.2.7' },
      asked: ['a.b'],
      outcome: `E${rcode}`,
    },
    {
      what: `${rcode} for one label goes on`,
      name: 'www',
      ndots: 0,
      replies: { www: rcode, 'www.first.example A': '192.0.2.7' },
      asked: ['www', 'www.first.example'],
      outcome: '192.0.2.7',
    },
    {
      what: `${rcode} for one label whose dot is escaped goes on`,
      name: String.raw`a\.b`,
      ndots: 0,
      replies: { [String.raw`a\.b`]: rcode, [String.raw`a\.b.first.example A`]: '192.0.2.7' },
      asked: [String.raw`a\.b`, String.raw`a\.b.first.example`],
      outcome: '192.0.2.7',
    },
    {
      what: `${rcode} for one label at the end`,
      name: 'www',
      domains: ['first.example'],
      replies: { www: rcode },
      asked: ['www.first.example', 'www'],
      outcome: `E${rcode}`,
    },
    {
      what: `${rcode} for one label at the end, after NODATA`,
      name: 'www',
      domains: ['first.example'],
      replies: { 'www.first.example': 'NODATA', www: rcode },
      asked: ['www.first.example', 'www'],
      outcome: 'ENODATA',
    },
    {
      what: `${rcode} after NODATA, for several labels`,
      name: 'www',
      replies: { 'www.first.example': 'NODATA', 'www.second.example': rcode },
      asked: ['www.first.example', 'www.second.example'],
      outcome: `E${rcode}`,
    },
  ]),
  ...['NOTIMP', 'FORMERR', 'NOTAUTH'].map((rcode) => ({
    what: `${rcode} ends the search, also for one label`,
    name: 'www',
    ndots: 0,
    replies: { www: rcode, 'www.first.example A': '192.0.2.7' },
    asked: ['www'],
    outcome: rcode === 'NOTAUTH' ? 'ESERVFAIL' : `E${rcode}`,
  })),
  {
    what: 'silence ends the search, also for one label',
    name: 'www',
    ndots: 0,
    replies: { www: 'silence', 'www.first.example A': '192.0.2.7' },
    asked: ['www', 'www'],
    outcome: 'ETIMEOUT',
  },
];

it.each(verdicts)('$what', checkSearch);
