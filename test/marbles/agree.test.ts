import { describe, expect, it } from 'vitest';
import type { Agreement } from '../../src/observables/agree.js';
import type { Wanted } from '../../src/observables/wanted.js';
import type { AgreeOptions, ResolverOptions } from '../../src/options.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedMessage } from '../../src/testing/fake-reply.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { answerInTurn } from './caching-resolver.js';
import { hear, openConnections } from './host-network.js';
import { scriptedResolver } from './scripted-resolver.js';

const servers = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];

const text = (...texts: readonly string[]): ScriptedMessage => ({
  answers: texts.map((each) => ({ type: 'TXT', text: each, strings: [new TextEncoder().encode(each)] })),
});
const missing: ScriptedMessage = { rcode: 'NXDOMAIN' };
const fails: ScriptedMessage = { rcode: 'SERVFAIL' };

/** Waits for TXT records on servers that give these replies in turn, by the last number of their address. */
function waiting(
  { scheduler }: MarbleContext,
  replies: Readonly<Record<number, readonly ScriptedMessage[]>>,
  { want = 'x', resolver: own = {}, ...options }: Waiting = {},
) {
  const network = fakeNetwork();
  for (const [number, each] of Object.entries(replies))
    answerInTurn(network, { address: `192.0.2.${number}` }, each);
  const resolver = scriptedResolver(network, { servers, edns: false, timeout: 100, ...own });
  const agreement$ = resolver.agree$('a.example', 'TXT', want, options);
  return { network, resolver, ...hear(scheduler, agreement$, agreementText) };
}

interface Waiting extends AgreeOptions {
  readonly want?: Wanted<'TXT'>;
  readonly resolver?: ResolverOptions;
}

/** An agreement in words: `1/3 x NXDOMAIN -`, with `=` in front of what agrees. */
function agreementText({ agreed, agreeing, quorum, servers: states }: Agreement<'TXT'>): string {
  const each = states.map(({ agrees, outcome }) => {
    const texts = outcome?.records.map((record) => record.text).join('+') || (outcome?.status ?? '-');
    return `${agrees ? '=' : ''}${texts}`;
  });
  return [`${agreeing}/${quorum}`, ...each, ...(agreed ? ['agreed'] : [])].join(' ');
}

/** When each server was asked. */
function askedAt({ sent }: FakeNetwork): Readonly<Record<string, readonly number[]>> {
  const times: Record<string, number[]> = {};
  for (const { time, endpoint } of sent) {
    times[endpoint.address] ??= [];
    times[endpoint.address]?.push(time);
  }
  return times;
}

describe('agree$', () => {
  it(
    'polls all servers until each has the value, tells of every change, and completes',
    marbles((m) => {
      const { network, heard } = waiting(m, {
        1: [text('x')],
        2: [missing, missing, text('old'), text('old', 'x')],
        3: [text('old'), text('x')],
      });
      expect(heard).toStrictEqual([]);
      m.flush();
      expect(heard).toStrictEqual([
        '5 1/3 =x - -',
        '5 1/3 =x NXDOMAIN -',
        '5 1/3 =x NXDOMAIN old',
        '2010 2/3 =x NXDOMAIN =x',
        '4015 2/3 =x old =x',
        '6020 3/3 =x =old+x =x agreed',
        '6020 end',
      ]);
      const times = [0, 2005, 4010, 6015];
      expect(askedAt(network)).toStrictEqual({
        '192.0.2.1': times,
        '192.0.2.2': times,
        '192.0.2.3': times,
      });
      expect(openConnections(network)).toBe(0);
      expect(m.scheduler.now()).toBe(6020);
    }),
  );

  it(
    'completes with a quorum, and cancels what is under way',
    marbles((m) => {
      const { network, heard } = waiting(
        m,
        { 1: [missing, text('x')], 2: [text('x')] },
        { quorum: 2, every: 30, want: ['x'] },
      );
      network.answer({ address: '192.0.2.3' }, '');
      m.flush();
      expect(heard).toStrictEqual([
        '5 0/2 NXDOMAIN - -',
        '5 1/2 NXDOMAIN =x -',
        '40 2/2 =x =x - agreed',
        '40 end',
      ]);
      expect(askedAt(network)['192.0.2.3']).toStrictEqual([0]);
      expect(openConnections(network)).toBe(0);
      expect(m.scheduler.now()).toBe(40);
    }),
  );

  it(
    'counts a server only while it agrees',
    marbles((m) => {
      const { heard, subscription } = waiting(
        m,
        { 1: [text('x'), text('y')], 2: [missing, missing, text('x')], 3: [text('x')] },
        { every: 100, quorum: 3 },
      );
      m.scheduler.schedule(() => subscription.unsubscribe(), 1000);
      m.flush();
      expect(heard.slice(3)).toStrictEqual(['110 1/3 y NXDOMAIN =x', '215 2/3 y =x =x']);
    }),
  );

  it(
    'takes failures for states, and asks on',
    marbles((m) => {
      const { network, heard } = waiting(m, { 1: [text('x')], 2: [fails, { rcode: 'REFUSED' }, text('x')] });
      network.answer({ address: '192.0.2.3' }, ['', '', '5ms r'], { r: text('x') });
      m.flush();
      expect(heard).toStrictEqual([
        '5 1/3 =x - -',
        '5 1/3 =x SERVFAIL -',
        '200 1/3 =x SERVFAIL TIMEOUT',
        '2010 1/3 =x REFUSED TIMEOUT',
        '2205 2/3 =x REFUSED =x',
        '4015 3/3 =x =x =x agreed',
        '4015 end',
      ]);
    }),
  );

  it(
    'waits with a function also for records to be gone; a failure is no answer to that',
    marbles((m) => {
      const { heard } = waiting(
        m,
        { 1: [missing], 2: [fails, { rcode: 'NOERROR' }], 3: [text('x'), missing] },
        { want: (records) => records.length === 0 },
      );
      m.flush();
      expect(heard).toStrictEqual([
        '5 1/3 =NXDOMAIN - -',
        '5 1/3 =NXDOMAIN SERVFAIL -',
        '5 1/3 =NXDOMAIN SERVFAIL x',
        '2010 2/3 =NXDOMAIN =NODATA x',
        '2010 3/3 =NXDOMAIN =NODATA =NXDOMAIN agreed',
        '2010 end',
      ]);
    }),
  );

  it(
    'asks the servers that it is given, one by one, whatever the resolver has',
    marbles((m) => {
      const { network, heard } = waiting(
        m,
        { 7: [text('x')], 8: [text('x')] },
        { servers: ['192.0.2.7', 'tcp://192.0.2.8:5353'], resolver: { strategy: 'race' } },
      );
      m.flush();
      expect(heard.at(-1)).toBe('5 end');
      expect(network.sent.map(({ endpoint }) => endpoint)).toStrictEqual([
        { transport: 'udp', address: '192.0.2.7', port: 53 },
        { transport: 'tcp', address: '192.0.2.8', port: 5353 },
      ]);
    }),
  );

  it(
    'takes nothing from the cache, and keeps nothing there',
    marbles((m) => {
      const options = { resolver: { cache: {}, servers: ['192.0.2.1'] } };
      const { network, resolver, heard } = waiting(m, { 1: [missing, text('old'), text('x')] }, options);
      m.scheduler.schedule(() => resolver.query$('a.example', 'TXT').subscribe(), 1000);
      m.flush();
      expect(heard.at(-1)).toBe('2010 end');
      expect(network.sent.map(({ time }) => time)).toStrictEqual([0, 1000, 2005]);
      const kept = resolver.cache.entries().map(({ response }) => response.answers.length);
      expect(kept).toStrictEqual([1]);
    }),
  );

  it(
    'has the whole outcome of each server',
    marbles((m) => {
      const { resolver } = waiting(m, { 1: [text('x')], 2: [fails], 3: [missing] });
      const seen: Agreement<'TXT'>[] = [];
      const subscription = resolver
        .agree$('a.example', 'TXT', 'x')
        .subscribe((agreement) => seen.push(agreement));
      m.scheduler.schedule(() => {
        subscription.unsubscribe();
        resolver.cancel();
      }, 10);
      m.flush();
      expect(seen.at(-1)).toMatchObject({
        agreed: false,
        servers: [
          { server: '192.0.2.1', outcome: { status: 'NOERROR', ttl: 300, server: '192.0.2.1' } },
          { server: '192.0.2.2', outcome: { status: 'SERVFAIL', error: { code: 'ESERVFAIL' } } },
          { server: '192.0.2.3', outcome: { status: 'NXDOMAIN', error: { code: 'ENOTFOUND' } } },
        ],
      });
    }),
  );
});
