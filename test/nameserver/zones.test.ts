import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { ask, exchange, nothing, openUdp, queryFor, readResponse } from './asker.js';

const rcode = { NXDOMAIN: 3, REFUSED: 5 } as const;

describe('zone cuts', () => {
  const zone = `
$ORIGIN example.test.
$TTL 3600
@           SOA   ns1 admin 7 7200 900 1209600 120
@           NS    ns1
child       NS    ns.child
child       NS    ns.other.test.
child       DS    12345 13 2 ${'ab'.repeat(32)}
ns.child    A     192.0.2.6
ns.child    AAAA  2001:db8::6
deep.child  A     192.0.2.7
tochild     CNAME www.child
`;
  let server: NameServer;
  beforeAll(async () => {
    server = await startNameServer({ zone });
  });
  afterAll(() => server.close());

  const childNs = [
    'child.example.test 3600 NS ns.child.example.test',
    'child.example.test 3600 NS ns.other.test',
  ];
  const childGlue = ['ns.child.example.test 3600 A 192.0.2.6', 'ns.child.example.test 3600 AAAA 2001:db8::6'];
  const referral = { aa: false, authorities: childNs, additionals: childGlue };
  test.each([
    ['below the cut', 'deep.child.example.test', 'A', referral],
    ['a name that is not there', 'nope.child.example.test', 'A', referral],
    ['at the cut', 'child.example.test', 'A', referral],
    ['NS at the cut', 'child.example.test', 'NS', referral],
    ['glue is not an answer', 'ns.child.example.test', 'A', referral],
    [
      'DS at the cut',
      'child.example.test',
      'DS',
      { answers: [`child.example.test 3600 DS 12345 13 2 ${'ab'.repeat(32)}`] },
    ],
    [
      'behind an alias',
      'tochild.example.test',
      'A',
      { ...referral, aa: true, answers: ['tochild.example.test 3600 CNAME www.child.example.test'] },
    ],
  ])('%s', async (_, name, type, said) => {
    expect(await ask(server, name, type)).toStrictEqual({ ...nothing, ...said });
  });
});

describe('records without an SOA', () => {
  const a = { name: 'www.example.test', type: 'A', address: '192.0.2.1' } as const;
  const rootSoa = '. 60 SOA . . 1 3600 600 86400 60';

  test('have class IN, 300 seconds, and a root zone', async () => {
    await using loose = await startNameServer({ records: [a] });
    expect(await ask(loose, 'www.example.test', 'A')).toStrictEqual({
      ...nothing,
      answers: ['www.example.test 300 A 192.0.2.1'],
    });
    expect(await ask(loose, 'nope.elsewhere', 'A')).toStrictEqual({
      ...nothing,
      rcode: rcode.NXDOMAIN,
      authorities: [rootSoa],
    });
  });

  test('with an origin: names outside are refused, the SOA is there', async () => {
    await using loose = await startNameServer({ records: [a], origin: 'Example.test.' });
    const made = 'Example.test 60 SOA Example.test Example.test 1 3600 600 86400 60';
    expect(await ask(loose, 'nope.example.test', 'A')).toStrictEqual({
      ...nothing,
      rcode: rcode.NXDOMAIN,
      authorities: [made],
    });
    expect(await ask(loose, 'example.test', 'SOA')).toStrictEqual({
      ...nothing,
      answers: [made.replace(' 60 ', ' 300 ')],
    });
    expect(await ask(loose, 'www.other.test', 'A')).toStrictEqual({
      ...nothing,
      rcode: rcode.REFUSED,
      aa: false,
    });
  });

  test('NS among them is data, not a zone cut', async () => {
    const ns = { name: 'example.test', type: 'NS', target: 'ns.example.test' } as const;
    await using loose = await startNameServer({ records: [ns, a] });
    expect(await ask(loose, 'example.test', 'NS')).toStrictEqual({
      ...nothing,
      answers: ['example.test 300 NS ns.example.test'],
    });
    expect((await ask(loose, 'www.example.test', 'A')).answers).toStrictEqual([
      'www.example.test 300 A 192.0.2.1',
    ]);
  });

  test('outside the origin: an error that names the record', async () => {
    await expect(startNameServer({ records: [a], origin: 'other.test' })).rejects.toThrow(
      expect.objectContaining({
        name: 'WireError',
        code: 'EBADNAME',
        message: 'the record www.example.test A lies outside the origin',
      }),
    );
  });

  test('a field that cannot be encoded fails the start', async () => {
    await expect(startNameServer({ records: [{ ...a, address: '192.0.2.256' }] })).rejects.toThrow(
      expect.objectContaining({ name: 'WireError', code: 'EBADSTR' }),
    );
  });
});

test('CHAOS TXT is answered in its class', async () => {
  await using chaos = await startNameServer({ zone: 'id.server. 0 CH TXT "one"\n' });
  const question = { name: 'id.server', type: 'TXT', class: 'CH' } as const;
  const said = readResponse(
    await exchange(await openUdp(chaos), queryFor('', '', { questions: [question] })),
  );
  expect(said).toStrictEqual({ ...nothing, answers: ['id.server 0 TXT "one"'] });
});
