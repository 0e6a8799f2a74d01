import { config, map, type Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import type { ResolverEvent } from '../../src/observables/resolver-event.js';
import type { Resolver } from '../../src/resolver.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { addressReply, scriptedResolver } from './scripted-resolver.js';
import { otherId } from './scripted-wire.js';

const [first, second] = ['192.0.2.1', '192.0.2.2'];

/** One question leads to an event of every type here, and to an answer at 25. */
function eventfulNetwork(): FakeNetwork {
  const replies = { o: otherId, t: { flags: { tc: true } }, s: { rcode: 'SERVFAIL' } } as const;
  return fakeNetwork()
    .answer({}, '5ms r', { r: addressReply('192.0.2.10') })
    .answer({ address: first, transport: 'udp', name: 'a.example' }, ['', 'o 4ms t'], replies)
    .answer({ address: second, name: 'a.example' }, '5ms s', replies);
}

function eventful(network: FakeNetwork): Resolver {
  return scriptedResolver(network, { servers: [first, second], timeout: 10 });
}

const types: readonly ResolverEvent['type'][] = [
  ...(['query-start', 'query-end', 'attempt', 'timeout', 'retry', 'failover'] as const),
  ...(['fallback', 'drop', 'server-state', 'socket-open', 'socket-close'] as const),
];

const count = (resolver: Resolver, name = 'a.example'): Observable<number> =>
  resolver.query$(name, 'A').pipe(map(({ length }) => length));

afterEach(() => {
  config.onUnhandledError = null;
});

it(
  'one question leads to all of these events',
  marbles((m) => {
    const resolver = eventful(eventfulNetwork());
    const told = new Set<string>();
    resolver.events$.subscribe(({ type }) => told.add(type));
    m.expect(count(resolver)).toBeObservable('25ms (1|)', { 1: 1 });
    m.flush();
    expect([...told].sort()).toStrictEqual([...types].sort());
  }),
);

describe.each(types)('a listener that, at %s,', (type) => {
  it('throws, changes nothing for the query or for other listeners', () => {
    const errors: unknown[] = [];
    config.onUnhandledError = (error) => errors.push(error);
    marbles((m) => {
      const resolver = eventful(eventfulNetwork());
      let others = 0;
      resolver.events$.subscribe((event) => {
        if (event.type === type) throw new Error('a listener');
      });
      resolver.events$.subscribe(() => {
        others += 1;
      });
      m.expect(count(resolver)).toBeObservable('25ms (1|)', { 1: 1 });
      m.flush();
      expect(others).toBeGreaterThan(types.length);
    })();
    expect(errors.length).toBeGreaterThan(0);
  });

  it('closes, ends everything then, once, with all sockets', () => {
    marbles((m) => {
      const network = eventfulNetwork();
      const resolver = eventful(network);
      const heard: string[] = [];
      resolver.events$.subscribe({
        next: (event) => {
          if (event.type === type) resolver.close$();
        },
        complete: () => heard.push('no more events'),
      });
      count(resolver).subscribe({
        next: () => heard.push('next'),
        error: ({ code }: { code: string }) => heard.push(code),
      });
      m.flush();
      // Its socket closes before the answer is handed out; its end is told just before that, too.
      expect(heard.toSorted()).toStrictEqual(['ECANCELLED', 'no more events']);
      expect(network.connections.every(({ closed }) => closed !== undefined)).toBe(true);
    })();
  });

  it('asks, gets its answer, as does the query', () => {
    marbles((m) => {
      const network = eventfulNetwork();
      const resolver = eventful(network);
      const heard: string[] = [];
      let asked = false;
      resolver.events$.subscribe((event) => {
        if (event.type !== type || asked) return;
        asked = true;
        count(resolver, 'b.example').subscribe((answers) => heard.push(`b ${answers}`));
      });
      count(resolver).subscribe((answers) => heard.push(`a ${answers}`));
      m.flush();
      expect(heard.toSorted()).toStrictEqual(['a 1', 'b 1']);
      const open = network.connections.filter(({ closed }) => closed === undefined);
      expect(open.every(({ endpoint }) => endpoint.transport === 'tcp')).toBe(true);
    })();
  });

  it('stops listening, hears no more, and the query has its answer', () => {
    marbles((m) => {
      const resolver = eventful(eventfulNetwork());
      const heard: string[] = [];
      const listening = resolver.events$.subscribe((event) => {
        heard.push(event.type);
        if (event.type === type) listening.unsubscribe();
      });
      m.expect(count(resolver)).toBeObservable('25ms (1|)', { 1: 1 });
      m.flush();
      expect(heard.indexOf(type)).toBe(heard.length - 1);
    })();
  });
});
