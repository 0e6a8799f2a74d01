import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Resolver } from '../../src/resolver.js';
import { certificates } from '../secure/certificates.js';
import { startBind } from './bind.js';
import { startDnsdist } from './dnsdist.js';
import { expectedAnswers } from './expected.js';
import { startKnot } from './knot.js';
import { everyQuestion, failOf } from './same-answers.js';
import type { RunningServer } from './spawn-server.js';
import { startUnbound } from './unbound.js';
import { describeWhenInstalled } from './when-installed.js';

const file = new URL('every-type.zone', import.meta.url);
/** BIND does not load it. */
const without = ['nsec-empty'];
const { ca, ...identity } = await certificates('dns.example');
const questions = expectedAnswers.filter(({ name }) => !name.startsWith('nsec-empty.'));

function testEncrypted(start: () => Promise<RunningServer>): void {
  let server: RunningServer;
  let plain: Resolver;
  const texts = { tls: '', https: '' };

  beforeAll(async () => {
    server = await start();
    const port = Number(server.address.split(':')[1]);
    texts.tls = `tls://dns.example@127.0.0.1:${port + 1}`;
    texts.https = `https://dns.example@127.0.0.1:${port + 2}/dns-query`;
    plain = new Resolver({ servers: [server.address], ...everyQuestion });
  });
  afterAll(async () => {
    await plain.close();
    await server.stop();
  });

  describe.each([
    ['tls', 'POST'],
    ['https', 'POST'],
    ['https', 'GET'],
  ] as const)('%s (%s)', (transport, method) => {
    test('answers every type as over UDP, all at once', async () => {
      const options = { servers: [texts[transport]], tls: { ca }, https: { method } };
      await using resolver = new Resolver({ ...options, ...everyQuestion, timeout: 5000 });
      const responses = await Promise.all(questions.map(({ name, type }) => resolver.response(name, type)));
      expect(new Set(responses.map((response) => response.transport))).toStrictEqual(new Set([transport]));
      expect(responses.every(({ attempts }) => attempts.length === 1)).toBe(true);
      for (const [n, { name, type }] of questions.entries()) {
        const { answers } = await plain.response(name, type);
        const sorted = (records: readonly object[]) =>
          records.map((record) => JSON.stringify({ ...record, ttl: 0 })).sort();
        expect(sorted(responses[n]?.answers ?? [])).toStrictEqual(sorted(answers));
      }
    });

    test('is not asked where its certificate is for another name', async () => {
      const servers = [texts[transport].replace('dns.example', 'other.example')];
      await using resolver = new Resolver({ servers, tls: { ca }, https: { method }, tries: 1 });
      await expect(failOf(resolver, 'txt.types.example', 'TXT')).resolves.toMatchObject({
        code: 'ECONNREFUSED',
        attempts: [{ transport, outcome: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
      });
    });
  });
}

describeWhenInstalled('rxdns against BIND, encrypted', { named: 'bind9', openssl: 'openssl' }, () => {
  const zones = [{ name: 'types.example', file, without }];
  testEncrypted(() => startBind({ zones, identity }));
});

describeWhenInstalled(
  'rxdns against unbound, encrypted',
  { unbound: 'unbound', knotd: 'knot', openssl: 'openssl' },
  () => {
    let knot: RunningServer | undefined;
    afterAll(() => knot?.stop());
    const start = async (): Promise<RunningServer> => {
      knot = await startKnot({ zones: [{ name: 'types.example', file }] });
      return startUnbound({ upstream: knot.address, zone: 'types.example', identity });
    };
    testEncrypted(start);
  },
);

describeWhenInstalled(
  'rxdns against dnsdist, encrypted',
  { dnsdist: 'dnsdist', knotd: 'knot', openssl: 'openssl' },
  () => {
    let knot: RunningServer | undefined;
    afterAll(() => knot?.stop());
    const start = async (): Promise<RunningServer> => {
      knot = await startKnot({ zones: [{ name: 'types.example', file }] });
      return startDnsdist({ upstream: knot.address, zone: 'types.example', identity });
    };
    testEncrypted(start);
  },
);
