import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { ask, exchange, nothing, openUdp, queryFor, readResponse } from './asker.js';

const zone = `
$ORIGIN example.test.
$TTL 3600
@           SOA   ns1 admin 7 7200 900 1209600 120
@           NS    ns1
@           MX    10 mail
ns1         A     192.0.2.53
www         A     192.0.2.80
            AAAA  2001:db8::80
            TXT   "hello" ""
alias       CNAME www
chain       CNAME alias
dangling    CNAME nowhere
outward     CNAME www.elsewhere.test.
loop1       CNAME loop2
loop2       CNAME loop1
crossing    CNAME www.second.test.
a.b.c       A     192.0.2.3
old         DNAME new
old         TXT   "at the DNAME itself"
hidden.old  A     192.0.2.4
x.new       A     192.0.2.5
long        DNAME ${'l'.repeat(63)}.${'m'.repeat(63)}.${'n'.repeat(63)}
__proto__   A     192.0.2.8
constructor TXT   "safe"
MiXeD       A     192.0.2.9
$ORIGIN second.test.
@   60      SOA   ns1 admin 1 7200 900 1209600 7200
www         A     192.0.2.90
$ORIGIN sub.second.test.
@           SOA   ns1 admin 1 7200 900 1209600 30
www         A     192.0.2.91
`;

const soa = 'example.test 120 SOA ns1.example.test admin.example.test 7 7200 900 1209600 120';
const secondSoa = 'second.test 60 SOA ns1.second.test admin.second.test 1 7200 900 1209600 7200';
const rcode = { NXDOMAIN: 3, REFUSED: 5, YXDOMAIN: 6 } as const;

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({ zone });
});
afterAll(() => server.close());

describe('RFC 1034 section 4.3.2', () => {
  test.each([
    ['an exact name', 'www.example.test', 'A', { answers: ['www.example.test 3600 A 192.0.2.80'] }],
    ['a name in other case', 'wWw.EXAMPLE.test', 'A', { answers: ['www.example.test 3600 A 192.0.2.80'] }],
    [
      'an owner in upper case',
      'mixed.example.test',
      'A',
      { answers: ['MiXeD.example.test 3600 A 192.0.2.9'] },
    ],
    ['AAAA', 'www.example.test', 'AAAA', { answers: ['www.example.test 3600 AAAA 2001:db8::80'] }],
    [
      'empty strings in TXT',
      'www.example.test',
      'TXT',
      { answers: ['www.example.test 3600 TXT "hello" ""'] },
    ],
    ['MX', 'example.test', 'MX', { answers: ['example.test 3600 MX 10 mail.example.test'] }],
    ['NS at the apex', 'example.test', 'NS', { answers: ['example.test 3600 NS ns1.example.test'] }],
    ['the SOA with its own TTL', 'example.test', 'SOA', { answers: [soa.replace(' 120 ', ' 3600 ')] }],
    ['NODATA', 'www.example.test', 'MX', { authorities: [soa] }],
    ['NODATA at an empty non-terminal', 'b.c.example.test', 'A', { authorities: [soa] }],
    ['NODATA of a type dns-packet lacks', 'www.example.test', 'UNKNOWN_65280', { authorities: [soa] }],
    ['NXDOMAIN', 'nope.example.test', 'A', { rcode: rcode.NXDOMAIN, authorities: [soa] }],
    ['NXDOMAIN below a name', 'x.www.example.test', 'A', { rcode: rcode.NXDOMAIN, authorities: [soa] }],
    [
      'a name of Object.prototype',
      '__proto__.example.test',
      'A',
      { answers: ['__proto__.example.test 3600 A 192.0.2.8'] },
    ],
    [
      'another such name',
      'constructor.example.test',
      'TXT',
      { answers: ['constructor.example.test 3600 TXT "safe"'] },
    ],
    [
      'such a name that is not there',
      'toString.example.test',
      'A',
      { rcode: rcode.NXDOMAIN, authorities: [soa] },
    ],
    [
      'SOA TTL below its minimum',
      'nope.second.test',
      'A',
      { rcode: rcode.NXDOMAIN, authorities: [secondSoa] },
    ],
    [
      'a zone inside a zone',
      'www.sub.second.test',
      'A',
      { answers: ['www.sub.second.test 3600 A 192.0.2.91'] },
    ],
    ['DS of the inner zone, from the outer', 'sub.second.test', 'DS', { authorities: [secondSoa] }],
    ['outside all zones', 'www.elsewhere.test', 'A', { rcode: rcode.REFUSED, aa: false }],
    ['the parent of all zones', 'test', 'A', { rcode: rcode.REFUSED, aa: false }],
    ['a transfer', 'example.test', 'AXFR', { rcode: rcode.REFUSED, aa: false }],
    ['an incremental transfer', 'example.test', 'IXFR', { rcode: rcode.REFUSED, aa: false }],
  ])('%s', async (_, name, type, said) => {
    expect(await ask(server, name, type)).toStrictEqual({ ...nothing, ...said });
  });

  test('ANY gives every record of the name', async () => {
    expect((await ask(server, 'www.example.test', 'ANY')).answers).toStrictEqual([
      'www.example.test 3600 A 192.0.2.80',
      'www.example.test 3600 AAAA 2001:db8::80',
      'www.example.test 3600 TXT "hello" ""',
    ]);
  });

  test('the question comes back in the case it was asked', async () => {
    const response = await exchange(await openUdp(server), queryFor('wWw.eXample.tesT', 'A'));
    expect(response.includes(Buffer.from('\x03wWw\x07eXample\x04tesT\0', 'latin1'))).toBe(true);
  });

  test('another class is refused', async () => {
    const question = { name: 'www.example.test', type: 'A', class: 'CH' } as const;
    const said = readResponse(
      await exchange(await openUdp(server), queryFor('', '', { questions: [question] })),
    );
    expect(said).toStrictEqual({ ...nothing, rcode: rcode.REFUSED, aa: false });
  });
});

describe('aliases', () => {
  const www = 'www.example.test 3600 A 192.0.2.80';
  const alias = 'alias.example.test 3600 CNAME www.example.test';
  test.each([
    ['one link', 'alias.example.test', 'A', { answers: [alias, www] }],
    [
      'two links',
      'chain.example.test',
      'A',
      { answers: ['chain.example.test 3600 CNAME alias.example.test', alias, www] },
    ],
    ['asked for itself', 'alias.example.test', 'CNAME', { answers: [alias] }],
    ['ANY is not followed', 'alias.example.test', 'ANY', { answers: [alias] }],
    ['to a name without the type', 'alias.example.test', 'MX', { answers: [alias], authorities: [soa] }],
    [
      'to a name that does not exist',
      'dangling.example.test',
      'A',
      {
        rcode: rcode.NXDOMAIN,
        answers: ['dangling.example.test 3600 CNAME nowhere.example.test'],
        authorities: [soa],
      },
    ],
    [
      'out of the zones',
      'outward.example.test',
      'A',
      { answers: ['outward.example.test 3600 CNAME www.elsewhere.test'] },
    ],
    [
      'into another zone',
      'crossing.example.test',
      'A',
      { answers: ['crossing.example.test 3600 CNAME www.second.test', 'www.second.test 3600 A 192.0.2.90'] },
    ],
    [
      'in a loop',
      'loop1.example.test',
      'A',
      {
        answers: [
          'loop1.example.test 3600 CNAME loop2.example.test',
          'loop2.example.test 3600 CNAME loop1.example.test',
        ],
      },
    ],
    [
      'below a DNAME',
      'x.old.example.test',
      'A',
      {
        answers: [
          'old.example.test 3600 DNAME new.example.test',
          'x.old.example.test 3600 CNAME x.new.example.test',
          'x.new.example.test 3600 A 192.0.2.5',
        ],
      },
    ],
    [
      'at the DNAME itself',
      'old.example.test',
      'TXT',
      { answers: ['old.example.test 3600 TXT "at the DNAME itself"'] },
    ],
    [
      'hidden by a DNAME',
      'hidden.old.example.test',
      'A',
      {
        rcode: rcode.NXDOMAIN,
        answers: [
          'old.example.test 3600 DNAME new.example.test',
          'hidden.old.example.test 3600 CNAME hidden.new.example.test',
        ],
        authorities: [soa],
      },
    ],
    [
      'below a DNAME to a name that gets too long',
      `${'p'.repeat(63)}.long.example.test`,
      'A',
      {
        rcode: rcode.YXDOMAIN,
        answers: [
          `long.example.test 3600 DNAME ${'l'.repeat(63)}.${'m'.repeat(63)}.${'n'.repeat(63)}.example.test`,
        ],
      },
    ],
  ])('%s', async (_, name, type, said) => {
    expect(await ask(server, name, type)).toStrictEqual({ ...nothing, ...said });
  });
});
