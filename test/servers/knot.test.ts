import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Resolver } from '../../src/resolver.js';
import { head, utf8 } from './expect-record.js';
import { startKnot } from './knot.js';
import { everyQuestion, failOf, testSameAnswers } from './same-answers.js';
import type { RunningServer } from './spawn-server.js';
import { describeWhenInstalled } from './when-installed.js';

describeWhenInstalled('rxdns against knot', { knotd: 'knot' }, () => {
  let knot: RunningServer;
  let resolver: Resolver;

  beforeAll(async () => {
    const file = new URL('every-type.zone', import.meta.url);
    knot = await startKnot({ zones: [{ name: 'types.example', file }] });
    resolver = new Resolver({ servers: [knot.address], ...everyQuestion });
  });
  afterAll(async () => {
    await resolver.close();
    await knot.stop();
  });

  test('knot fails to start with its own log, where a zone does not load', async () => {
    const zones = [{ name: 'broken.example', file: new URL(import.meta.url) }];
    await expect(startKnot({ zones })).rejects.toThrow(/^knotd failed on .*zone event 'load' failed/s);
  });

  testSameAnswers({
    resolver: () => resolver,
    flags: { aa: true, ra: false },
    maxAge: 0,
    exceptions: [],
  });

  describe('in its own way', () => {
    test('a referral is ENODATA and may not be kept', async () => {
      const error = await failOf(resolver, 'www.ns-child.types.example', 'A');
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
      const error = await failOf(resolver, 'www.elsewhere.example', 'A');
      expect(error.code).toBe('EREFUSED');
      expect(error.rcode).toBe('REFUSED');
      expect(error.attempts.map(({ server, outcome }) => ({ server, outcome }))).toStrictEqual(
        Array.from({ length: 3 }, () => ({ server: knot.address, outcome: 'REFUSED' })),
      );
    });

    test('a chain is cut after five links, and asked for again where it ends', async () => {
      const { answers } = await resolver.response('long1.types.example', 'A');
      expect(answers.map(({ type }) => type)).toStrictEqual(Array.from({ length: 5 }, () => 'CNAME'));
    });

    test('a loop is ENODATA at once', async () => {
      const error = await failOf(resolver, 'loop1.types.example', 'A');
      expect(error.code).toBe('ENODATA');
      expect(error.attempts).toHaveLength(1);
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
