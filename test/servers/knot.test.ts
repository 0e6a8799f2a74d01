import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DnsError, isDnsError } from '../../src/errors.js';
import type { ResourceRecord } from '../../src/records/record-map.js';
import { Resolver } from '../../src/resolver.js';
import { head, utf8 } from './expect-record.js';
import { expectedAnswers } from './expected.js';
import { type KnotServer, startKnot } from './knot.js';
import { describeWhenInstalled } from './when-installed.js';

/** The SOA record of every-type.zone in a negative answer: its TTL is the minimum (RFC 2308 section 3). */
const negativeSoa: ResourceRecord = {
  ...head('@', 'SOA', 300),
  mname: 'ns.types.example',
  rname: 'host\\.master.types.example',
  serial: 2_026_112_301,
  refresh: 7200,
  retry: 900,
  expire: 1_209_600,
  minimum: 300,
};

describeWhenInstalled('rxdns against knot', { knotd: 'knot' }, () => {
  let knot: KnotServer;
  let resolver: Resolver;

  beforeAll(async () => {
    const file = new URL('every-type.zone', import.meta.url);
    knot = await startKnot({ zones: [{ name: 'types.example', file }] });
    resolver = new Resolver({ servers: [knot.address] });
  });
  afterAll(async () => {
    await resolver.close();
    await knot.stop();
  });

  async function failOf(name: string, type: 'A' | 'MX' | 'TXT' | 'NS'): Promise<DnsError> {
    const outcome: unknown = await resolver.query(name, type).catch((error: unknown) => error);
    if (isDnsError(outcome)) return outcome;
    throw new Error(`${name} ${type} did not fail: ${JSON.stringify(outcome)}`);
  }

  test('knot fails to start with its own log, where a zone does not load', async () => {
    const zones = [{ name: 'broken.example', file: new URL(import.meta.url) }];
    await expect(startKnot({ zones })).rejects.toThrow(/^knotd failed on .*zone event 'load' failed/s);
  });

  describe('every record type', () => {
    test.each(expectedAnswers)('$name $type', async ({ name, type, records }) => {
      expect(await resolver.query(name, type)).toStrictEqual(records);
    });

    test('all of them at once', async () => {
      const answers = await Promise.all(expectedAnswers.map(({ name, type }) => resolver.query(name, type)));
      expect(answers).toStrictEqual(expectedAnswers.map(({ records }) => records));
    });
  });

  describe('names', () => {
    const [first, ...rest] = ['0.0.0.0', '192.0.2.1', '255.255.255.255'].map((address) => ({
      ...head('a', 'A', 60),
      address,
    }));

    test.each([
      ['with a trailing dot', 'a.types.example.'],
      ['with an escape for what needs none', '\\097.types.example'],
      ['with a backslash before a letter', '\\a.types.example'],
    ])('%s', async (_, name) => {
      expect(await resolver.query(name, 'A')).toStrictEqual([first, ...rest]);
    });

    test('in Unicode become A-labels', async () => {
      expect(await resolver.query('Bücher.types.example', 'A')).toStrictEqual([
        { ...head('xn--bcher-kva', 'A'), address: '192.0.2.68' },
      ]);
    });
  });

  describe('no records', () => {
    test('NXDOMAIN is ENOTFOUND, with the SOA record and the time it may be kept', async () => {
      const error = await failOf('nothing-here.types.example', 'A');
      expect(error.code).toBe('ENOTFOUND');
      expect(error.rcode).toBe('NXDOMAIN');
      expect(error.negativeTtl).toBe(300);
      expect(error.question).toStrictEqual({ name: 'nothing-here.types.example', type: 'A', class: 'IN' });
      expect(error.response?.authorities).toStrictEqual([negativeSoa]);
      expect(error.response?.flags.aa).toBe(true);
    });

    test('NODATA is ENODATA, with the same', async () => {
      const error = await failOf('a.types.example', 'TXT');
      expect(error.code).toBe('ENODATA');
      expect(error.rcode).toBe('NOERROR');
      expect(error.negativeTtl).toBe(300);
      expect(error.response?.authorities).toStrictEqual([negativeSoa]);
    });

    test('an empty non-terminal is ENODATA', async () => {
      expect((await failOf('_tcp.types.example', 'A')).code).toBe('ENODATA');
    });

    test('a null MX is a record, not an error', async () => {
      expect(await resolver.query('null-mx.types.example', 'MX')).toHaveLength(1);
    });

    test('a referral is ENODATA and may not be kept', async () => {
      const error = await failOf('www.ns-child.types.example', 'A');
      expect(error.code).toBe('ENODATA');
      expect(error.negativeTtl).toBeUndefined();
      expect(error.response?.authorities).toStrictEqual([
        { ...head('ns-child', 'NS'), target: 'ns.ns-child.types.example' },
        { ...head('ns-child', 'NS'), target: 'ns.elsewhere.example' },
      ]);
      expect(error.response?.additionals).toStrictEqual([
        { ...head('ns.ns-child', 'A'), address: '192.0.2.55' },
      ]);
    });

    test('a name outside its zones is EREFUSED after three tries', async () => {
      const error = await failOf('www.elsewhere.example', 'A');
      expect(error.code).toBe('EREFUSED');
      expect(error.rcode).toBe('REFUSED');
      expect(error.attempts.map(({ server, outcome }) => ({ server, outcome }))).toStrictEqual(
        Array.from({ length: 3 }, () => ({ server: knot.address, outcome: 'REFUSED' })),
      );
    });

    test('a name with an empty label is EBADNAME, and nothing is sent', async () => {
      const error = await failOf('a..types.example', 'A');
      expect(error.code).toBe('EBADNAME');
      expect(error.attempts).toStrictEqual([]);
    });
  });

  describe('aliases', () => {
    const mx = [
      { ...head('mx', 'MX'), preference: 0, exchange: 'mail.types.example' },
      { ...head('mx', 'MX'), preference: 10, exchange: 'mail.example.net' },
      { ...head('mx', 'MX'), preference: 65_535, exchange: '.' },
    ];

    test('a CNAME leads to the records of its target', async () => {
      expect(await resolver.query('half.types.example', 'MX')).toStrictEqual(mx);
    });

    test('a chain counts with the least TTL on it', async () => {
      expect(await resolver.query('quick-chain.types.example', 'A')).toStrictEqual([
        { ...head('year', 'A', 100), address: '192.0.2.2' },
      ]);
    });

    test('a chain longer than knot follows is followed to its end', async () => {
      const records = await resolver.query('long1.types.example', 'A');
      expect(records.map(({ address }) => address)).toStrictEqual([
        '0.0.0.0',
        '192.0.2.1',
        '255.255.255.255',
      ]);
    });

    test('a DNAME leads through the CNAME that knot makes of it', async () => {
      expect(await resolver.query('host.dname.types.example', 'A')).toStrictEqual([
        { ...head('host.dname-target', 'A'), address: '192.0.2.40' },
      ]);
    });

    test('a chain without the type is ENODATA, with the chain', async () => {
      const error = await failOf('half.types.example', 'A');
      expect(error.code).toBe('ENODATA');
      expect(error.negativeTtl).toBe(300);
      expect(error.response?.answers).toStrictEqual([
        { ...head('half', 'CNAME'), target: 'mx.types.example' },
      ]);
    });

    test('a chain to nothing is ENOTFOUND, with the chain', async () => {
      const error = await failOf('dangling.types.example', 'A');
      expect(error.code).toBe('ENOTFOUND');
      expect(error.response?.answers).toStrictEqual([
        { ...head('dangling', 'CNAME'), target: 'nothing-here.types.example' },
      ]);
    });

    test('a loop is ENODATA at once', async () => {
      const error = await failOf('loop1.types.example', 'A');
      expect(error.code).toBe('ENODATA');
      expect(error.attempts).toHaveLength(1);
    });
  });

  describe('responses', () => {
    test('one that fits comes over UDP, with its header and its sections', async () => {
      const response = await resolver.response('mx.types.example', 'MX');
      expect(response).toMatchObject({
        opcode: 'QUERY',
        rcode: 'NOERROR',
        flags: { qr: true, aa: true, tc: false, ra: false, ad: false },
        questions: [{ name: 'mx.types.example', type: 'MX', class: 'IN' }],
        server: knot.address,
        transport: 'udp',
        cached: false,
        edns: { version: 0, payloadSize: 1232, dnssecOk: false },
      });
    });

    test.each([
      ['hundred.types.example', 'A', 100],
      ['txt-big.types.example', 'TXT', 1],
    ] as const)('one that does not fit comes over TCP: %s %s', async (name, type, count) => {
      const response = await resolver.response(name, type);
      expect(response.transport).toBe('tcp');
      expect(response.flags.tc).toBe(false);
      expect(response.answers).toHaveLength(count);
      expect(response.size).toBeGreaterThan(1232);
    });

    test('ANY gives what knot picks: one RRset (RFC 8482)', async () => {
      expect(await resolver.query('dskey.types.example', 'ANY')).toHaveLength(1);
      expect(await resolver.query('ns.types.example', 'ANY')).toStrictEqual([
        { ...head('ns', 'A'), address: '192.0.2.53' },
      ]);
    });

    test('id.server in class CH is the identity of the server', async () => {
      expect(await resolver.query('id.server', 'TXT', { class: 'CH' })).toStrictEqual([
        {
          name: 'id.server',
          type: 'TXT',
          class: 'CH',
          ttl: 0,
          strings: [utf8(knot.identity)],
          text: knot.identity,
        },
      ]);
    });
  });
});
