import { filter, firstValueFrom, from, map, mergeMap, toArray } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Resolver } from '../../src/resolver.js';
import { certificates } from '../secure/certificates.js';
import { type DnsdistOptions, startDnsdist } from './dnsdist.js';
import { expectedAnswers } from './expected.js';
import { startKnot } from './knot.js';
import { everyQuestion } from './same-answers.js';
import type { RunningServer } from './spawn-server.js';
import { describeWhenInstalled } from './when-installed.js';

const file = new URL('every-type.zone', import.meta.url);
const { ca, ...identity } = await certificates('dns.example');

describeWhenInstalled(
  'rxdns against dnsdist, which closes connections',
  { dnsdist: 'dnsdist', knotd: 'knot', openssl: 'openssl' },
  () => {
    let knot: RunningServer;
    beforeAll(async () => {
      knot = await startKnot({ zones: [{ name: 'types.example', file }] });
    });
    afterAll(() => knot.stop());

    /** Asks for everything, so many at a time; gives the attempts that each took, and the connections of all. */
    async function ask(
      particular: Pick<DnsdistOptions, 'maxInFlight' | 'perConnection'>,
      atATime: number,
    ): Promise<{ readonly attempts: readonly number[]; readonly connections: number }> {
      const upstream = knot.address;
      const dnsdist = await startDnsdist({ upstream, zone: 'types.example', identity, ...particular });
      const servers = [`tls://dns.example@127.0.0.1:${Number(dnsdist.address.split(':')[1]) + 1}`];
      const resolver = new Resolver({ servers, tls: { ca }, ...everyQuestion, timeout: 10_000 });
      let connections = 0;
      resolver.events$.pipe(filter(({ type }) => type === 'socket-open')).subscribe(() => {
        connections += 1;
      });
      try {
        const responses$ = from(expectedAnswers).pipe(
          mergeMap(({ name, type }) => resolver.response$(name, type), atATime),
          map(({ attempts }) => attempts.length),
          toArray(),
        );
        return { attempts: await firstValueFrom(responses$), connections };
      } finally {
        await resolver.close();
        await dnsdist.stop();
      }
    }

    test('pipelined, which it takes badly: all is answered at the first try', async () => {
      const { attempts, connections } = await ask({ maxInFlight: 0 }, Number.POSITIVE_INFINITY);
      expect(attempts).toStrictEqual(expectedAnswers.map(() => 1));
      expect(connections).toBeLessThanOrEqual(4);
    });

    test('after eight queries: all is answered at the first try', async () => {
      // More at a time, and it may close the first connection before the first answer is there.
      const { attempts, connections } = await ask({ perConnection: 8 }, 4);
      expect(attempts).toStrictEqual(expectedAnswers.map(() => 1));
      expect(connections).toBeGreaterThan(1);
      expect(connections).toBeLessThan(expectedAnswers.length / 4);
    });
  },
);
