import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Resolver } from '../../src/resolver.js';
import { utf8 } from './expect-record.js';
import { startKnot } from './knot.js';
import { everyQuestion, failOf, testSameAnswers } from './same-answers.js';
import type { RunningServer } from './spawn-server.js';
import { startUnbound } from './unbound.js';
import { describeWhenInstalled } from './when-installed.js';

/** Seconds between the first question to unbound and the last of these tests, at most. */
const maxAge = 30;

describeWhenInstalled('rxdns against unbound before knot', { unbound: 'unbound', knotd: 'knot' }, () => {
  let knot: RunningServer;
  let unbound: RunningServer;
  let resolver: Resolver;

  beforeAll(async () => {
    const file = new URL('every-type.zone', import.meta.url);
    knot = await startKnot({ zones: [{ name: 'types.example', file }] });
    unbound = await startUnbound({ upstream: knot.address, zone: 'types.example' });
    resolver = new Resolver({ servers: [unbound.address], ...everyQuestion });
  });
  afterAll(async () => {
    await resolver.close();
    await unbound.stop();
    await knot.stop();
  });

  test('unbound fails to start with its own log, where its configuration is wrong', async () => {
    await expect(startUnbound({ upstream: 'no address', zone: 'types.example' })).rejects.toThrow(
      /^unbound failed on .*fatal error/s,
    );
  });

  testSameAnswers({
    resolver: () => resolver,
    flags: { aa: false, ra: true },
    maxAge,
    exceptions: [],
  });

  describe('in its own way', () => {
    test('TTLs count down in its cache', async () => {
      const ttlOf = async (): Promise<number> =>
        (await resolver.query('txt.types.example', 'TXT'))[0]?.ttl ?? 0;
      const first = await ttlOf();
      await sleep(2000);
      const second = await ttlOf();
      expect(first - second).toBeGreaterThanOrEqual(1);
      expect(first - second).toBeLessThanOrEqual(maxAge);
    });

    test('a TTL of 0 is not kept', async () => {
      const records = await resolver.query('aaaa.types.example', 'AAAA');
      expect(records.map(({ ttl }) => ttl)).toStrictEqual(Array.from({ length: 7 }, () => 0));
    });

    test('what is not in its cache is refused without the RD bit', async () => {
      const options = { recurse: false };
      const response = await resolver.response('never-asked.types.example', 'A', options);
      expect([response.rcode, response.flags.rd]).toStrictEqual(['REFUSED', false]);
      await expect(resolver.query('never-asked.types.example', 'A', options)).rejects.toMatchObject({
        code: 'EREFUSED',
      });
    });

    test('what its own server refuses is ESERVFAIL', async () => {
      const error = await failOf(resolver, 'www.elsewhere.example', 'A');
      expect(error.code).toBe('ESERVFAIL');
      expect(error.attempts).toHaveLength(3);
    });

    test('a loop is ESERVFAIL', async () => {
      expect((await failOf(resolver, 'loop1.types.example', 'A')).code).toBe('ESERVFAIL');
    });

    test('id.server in class CH is the identity of the server', async () => {
      const [record] = await resolver.query('id.server', 'TXT', { class: 'CH' });
      expect(record?.strings).toStrictEqual([utf8(unbound.identity)]);
    });
  });
});
