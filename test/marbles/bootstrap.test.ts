import { NEVER, of, throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../src/observables/bootstrap.js';
import type { ResolverOptions } from '../../src/options.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { addressReply, scriptedResolver } from './scripted-resolver.js';

const named = 'https://dns.example/dns-query';
const https = { transport: 'https' } as const;
const yes = { y: addressReply('192.0.2.9') };

/** What a lookup came to, which servers were connected to, and which names plain servers were asked for. */
function ask(m: MarbleContext, network: ReturnType<typeof fakeNetwork>, options: ResolverOptions) {
  const resolver = scriptedResolver(network, { tries: 1, timeout: 1000, ...options });
  const outcomes: string[] = [];
  const subscription = resolver.outcome$('www.example', 'A').subscribe(({ status, attempts }) => {
    outcomes.push(`${m.scheduler.now()} ${status}`);
    for (const { server, outcome } of attempts) outcomes.push(`${server} ${outcome}`);
  });
  const connected = () =>
    network.connections
      .filter(({ endpoint }) => endpoint.transport !== 'udp' || endpoint.port === 53)
      .map(({ endpoint }) => `${endpoint.transport} ${endpoint.address}`);
  const asked = () =>
    network.sent.map(({ endpoint, message: { questions } }) => {
      const [{ name, type } = { name: '', type: '' }] = questions;
      return `${endpoint.transport} ${endpoint.address} ${name} ${type}`;
    });
  return { resolver, subscription, outcomes, connected, asked };
}

describe('a server that is known by name', () => {
  it(
    'is looked up through the others, and then asked',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'dns.example', type: 'A' }, '5ms y', { y: addressReply('192.0.2.53') })
        .answer({ name: 'dns.example', type: 'AAAA' }, '5ms n', { n: {} })
        .answer({ name: 'www.example' }, '5ms y', yes);
      const { outcomes, asked } = ask(m, network, { servers: [named, '192.0.2.1'] });
      m.flush();
      expect(outcomes).toStrictEqual(['10 NOERROR', `${named} NOERROR`]);
      expect(asked()).toStrictEqual([
        'udp 192.0.2.1 dns.example AAAA',
        'udp 192.0.2.1 dns.example A',
        'https 192.0.2.53 www.example A',
      ]);
    }),
  );

  it(
    'is never asked for its own name, nor is another one that is known by name',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'dns.example' }, '#')
        .answer({ name: 'www.example' }, '5ms y', yes);
      const other = 'https://other.example/dns-query';
      const { outcomes, asked } = ask(m, network, { servers: [named, other, '192.0.2.1'] });
      m.flush();
      expect(outcomes.at(-1)).toBe('192.0.2.1 NOERROR');
      expect(new Set(asked().map((line) => line.split(' ')[0]))).toStrictEqual(new Set(['udp']));
    }),
  );

  it(
    'may be looked up through one that is encrypted',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'dns.example', type: 'A' }, '5ms y', { y: addressReply('192.0.2.53') })
        .answer({ name: 'dns.example', type: 'AAAA' }, '5ms n', { n: {} })
        .answer({ name: 'www.example' }, '5ms y', yes);
      const { asked } = ask(m, network, { servers: [named, 'tls://192.0.2.1'] });
      m.flush();
      expect(asked().at(-1)).toBe('https 192.0.2.53 www.example A');
      expect(asked()[0]).toBe('tls 192.0.2.1 dns.example AAAA');
    }),
  );

  it(
    'is left to the transport where there is no other',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms y', yes);
      const { outcomes, asked } = ask(m, network, { servers: [named] });
      m.flush();
      expect(outcomes[0]).toBe('5 NOERROR');
      expect(asked()).toStrictEqual(['https dns.example www.example A']);
    }),
  );

  it(
    'is passed over where its name does not exist',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'dns.example' }, '5ms n', { n: { rcode: 'NXDOMAIN' } })
        .answer({ name: 'www.example' }, '5ms y', yes);
      const { outcomes } = ask(m, network, { servers: [named, '192.0.2.1'] });
      m.flush();
      expect(outcomes).toStrictEqual(['10 NOERROR', `${named} ENOTFOUND`, '192.0.2.1 NOERROR']);
    }),
  );

  it(
    'does not wait for a slot that the query itself has',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'dns.example', type: 'A' }, '5ms y', { y: addressReply('192.0.2.53') })
        .answer({ name: 'dns.example', type: 'AAAA' }, '5ms n', { n: {} })
        .answer({ name: 'www.example' }, '5ms y', yes);
      const { outcomes } = ask(m, network, { servers: [named, '192.0.2.1'], maxOutstanding: 1 });
      m.flush();
      expect(outcomes[0]).toBe('10 NOERROR');
    }),
  );

  it(
    'is sent to from the local address of its family',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'dns.example', type: 'A' }, '5ms y', { y: addressReply('192.0.2.53') })
        .answer({ name: 'dns.example', type: 'AAAA' }, '5ms n', { n: {} })
        .answer({ name: 'www.example' }, '5ms y', yes);
      const from: unknown[] = [];
      const connect: ResolverOptions['connect'] = (endpoint) => {
        if (endpoint.transport === 'https') from.push(endpoint);
        return network.connect(endpoint);
      };
      const localAddress = { ipv4: '127.0.0.2' };
      ask(m, network, { servers: [named, '192.0.2.1'], localAddress, connect });
      m.flush();
      expect(from).toStrictEqual([
        {
          transport: 'https',
          address: '192.0.2.53',
          port: 443,
          host: 'dns.example',
          path: '/dns-query',
          localAddress: '127.0.0.2',
        },
      ]);
    }),
  );
});

describe('its addresses', () => {
  const endpoint = { ...https, address: 'dns.example', port: 443, host: 'dns.example', path: '/' };
  const connection = { messages$: NEVER, send: () => undefined, setIdle: () => undefined };
  const places = [{ address: '192.0.2.1' }, { address: '192.0.2.2' }, { address: '192.0.2.3' }];

  it(
    'are tried in turn until one connects',
    marbles((m) => {
      const tried: string[] = [];
      const connect = bootstrap(
        ({ address }) => {
          tried.push(address);
          return address === '192.0.2.2' ? of(connection) : throwError(() => new Error(address));
        },
        () => of(places),
      );
      m.expect(connect(endpoint)).toBeObservable('(c|)', { c: connection });
      m.flush();
      expect(tried).toStrictEqual(['192.0.2.1', '192.0.2.2']);
    }),
  );

  it(
    'are not tried further once one did, whatever comes then',
    marbles((m) => {
      const failing = m.cold('c 4ms #', { c: connection }, new Error('later'));
      const connect = bootstrap(
        () => failing,
        () => of(places),
      );
      m.expect(connect(endpoint)).toBeObservable('c 4ms #', { c: connection }, new Error('later'));
      m.expect(failing).toHaveSubscriptions('^ 4ms !');
    }),
  );

  it(
    'give the error of the last, where none does',
    marbles((m) => {
      const connect = bootstrap(
        ({ address }) => throwError(() => new Error(address)),
        () => of(places),
      );
      m.expect(connect(endpoint)).toBeObservable('#', {}, new Error('192.0.2.3'));
    }),
  );
});
