import { describe, expect, it } from 'vitest';
import { marbles } from '../../src/testing/marbles.js';
import { TemporaryFolder } from '../hosts/temporary-folder.js';
import { hear, hostNetwork, openConnections } from './host-network.js';
import { type HostResolverOptions, hostResolver } from './host-resolver.js';
import { openFor } from './scripted-resolver.js';

const replies = { 'a.example A': '192.0.2.7 198.51.100.7', 'a.example AAAA': '2001:db8::7 2001:db8:ff::7' };
const everything = '2001:db8::7 2001:db8:ff::7 192.0.2.7 198.51.100.7';

interface Row extends HostResolverOptions {
  readonly what: string;
  /** The address of this machine for each destination; without one it is out of reach. */
  readonly sources: Readonly<Record<string, string>>;
  /** Of `getaddrinfo$`, of `addresses$` at last, and of `lookup`. */
  readonly order: string;
  /** Of `gethostbyname$`. */
  readonly host: string;
}

const near = { '192.0.2.7': '192.0.2.1', '198.51.100.7': '192.0.2.1' };
const near6 = { '2001:db8::7': '2001:db8::1', '2001:db8:ff::7': '2001:db8::1' };

const rows: readonly Row[] = [
  {
    what: 'all in reach',
    sources: { ...near, ...near6 },
    order: everything,
    host: '2001:db8::7 2001:db8:ff::7',
  },
  {
    what: 'no IPv6 (rule 1)',
    sources: near,
    order: '192.0.2.7 198.51.100.7 2001:db8::7 2001:db8:ff::7',
    host: '192.0.2.7 198.51.100.7',
  },
  {
    what: 'one of IPv6 out of reach',
    sources: { ...near, '2001:db8:ff::7': '2001:db8::1' },
    order: '2001:db8:ff::7 192.0.2.7 198.51.100.7 2001:db8::7',
    host: '2001:db8:ff::7 2001:db8::7',
  },
  {
    what: 'IPv6 from an address of a link only (rule 2)',
    sources: { ...near, '2001:db8::7': 'fe80::1', '2001:db8:ff::7': 'fe80::1' },
    order: '192.0.2.7 198.51.100.7 2001:db8::7 2001:db8:ff::7',
    host: '192.0.2.7 198.51.100.7',
  },
  {
    what: 'the longer prefix (rule 9)',
    sources: { ...near, '2001:db8::7': '2001:db8:ff::1', '2001:db8:ff::7': '2001:db8:ff::1' },
    order: '2001:db8:ff::7 2001:db8::7 192.0.2.7 198.51.100.7',
    host: '2001:db8:ff::7 2001:db8::7',
  },
  {
    what: 'nothing in reach: as they came',
    sources: {},
    order: everything,
    host: '2001:db8::7 2001:db8:ff::7',
  },
  {
    what: 'sortlist goes before that in gethostbyname$, and there alone',
    sources: near,
    sortlist: ['198.51.100.0/24', '2001:db8::/32'],
    order: '192.0.2.7 198.51.100.7 2001:db8::7 2001:db8:ff::7',
    host: '198.51.100.7 192.0.2.7',
  },
];

describe('the order of RFC 6724', () => {
  it.each(rows)(
    '$what',
    marbles((m, { sources, order, host, ...options }: Row) => {
      const network = hostNetwork(replies, (destination) => sources[destination]);
      const resolver = hostResolver(network, options);
      const texts = (list: readonly { readonly address: string }[]) =>
        list.map(({ address }) => address).join(' ');
      const info = hear(m.scheduler, resolver.getaddrinfo$('a.example'), ({ addresses }) => texts(addresses));
      const events = hear(m.scheduler, resolver.addresses$('a.example'), ({ addresses }) => texts(addresses));
      const entry = hear(m.scheduler, resolver.gethostbyname$('a.example'), ({ addresses }) =>
        addresses.join(' '),
      );
      let looked = '';
      resolver.lookup('a.example', { all: true }, (_error, found) => {
        looked = typeof found === 'string' ? found : texts(found);
      });
      m.flush();
      expect(info.heard).toStrictEqual([`5 ${order}`, '5 end']);
      expect(events.heard.at(-2)).toBe(`5 ${order}`);
      expect(looked).toBe(order);
      expect(entry.heard).toStrictEqual([`5 ${host}`, '5 end']);
      expect(openConnections(network)).toBe(0);
    }),
  );

  it(
    'of the addresses that are new, too',
    marbles((m) => {
      const sources: Readonly<Record<string, string>> = { '198.51.100.7': '192.0.2.1', ...near6 };
      const network = hostNetwork(replies, (destination) => sources[destination]);
      const { heard } = hear(m.scheduler, hostResolver(network).addresses$('a.example'), ({ added }) =>
        added.map(({ address }) => address).join(' '),
      );
      m.flush();
      expect(heard).toStrictEqual(['5 2001:db8::7 2001:db8:ff::7', '5 198.51.100.7 192.0.2.7', '5 end']);
    }),
  );

  it(
    'a connection that fails is out of reach, and one that takes long is waited for',
    marbles((m) => {
      const network = hostNetwork(replies);
      network.accept({ address: '2001:db8::7' }, '#').accept({ address: '192.0.2.7' }, '20ms o');
      const info$ = hostResolver(network).getaddrinfo$('a.example');
      const { heard } = hear(m.scheduler, info$, ({ addresses }) =>
        addresses.map(({ address }) => address).join(' '),
      );
      m.flush();
      expect(heard).toStrictEqual(['25 2001:db8:ff::7 192.0.2.7 198.51.100.7 2001:db8::7', '25 end']);
    }),
  );

  it(
    'is found by UDP connections that send nothing, and not at all for one address',
    marbles((m) => {
      const network = hostNetwork(replies);
      const resolver = hostResolver(network, { hosts: '192.0.2.7 one\n192.0.2.7 two\n198.51.100.7 two' });
      hear(m.scheduler, resolver.getaddrinfo$('one'));
      m.flush();
      expect(network.connections).toStrictEqual([]);
      hear(m.scheduler, resolver.getaddrinfo$('two'));
      m.flush();
      expect(
        network.connections.map(({ endpoint }) => `${endpoint.transport} ${endpoint.address}`),
      ).toStrictEqual(['udp 192.0.2.7', 'udp 198.51.100.7']);
      expect(openFor(network)).toStrictEqual(['0 to 0', '0 to 0']);
      expect(network.sent).toStrictEqual([]);
    }),
  );
});

it.each<[sortlist: readonly string[], addresses: string]>([
  [[], '10.1.2.3 172.16.1.1 192.168.1.1 192.168.2.1'],
  [['192.168.2.1'], '192.168.2.1 10.1.2.3 172.16.1.1 192.168.1.1'],
  [['192.168.1.0/24', '172.16.0.0/12'], '192.168.1.1 172.16.1.1 10.1.2.3 192.168.2.1'],
  [['172.16.0.0/255.240.0.0'], '172.16.1.1 10.1.2.3 192.168.1.1 192.168.2.1'],
  [['192.168.2.0', '2001:db8::/32'], '192.168.2.1 10.1.2.3 172.16.1.1 192.168.1.1'],
])(
  'sortlist %j',
  marbles((m, sortlist: readonly string[], addresses: string) => {
    const network = hostNetwork({ 'a.example A': '10.1.2.3 172.16.1.1 192.168.1.1 192.168.2.1' });
    const resolver = hostResolver(network, { sortlist });
    const { heard } = hear(m.scheduler, resolver.gethostbyname$('a.example', 4), (host) =>
      host.addresses.join(' '),
    );
    m.flush();
    expect(heard).toStrictEqual([`5 ${addresses}`, '5 end']);
  }),
);

it(
  'sortlist of resolv.conf, unless there is an option',
  marbles((m) => {
    const network = hostNetwork({ 'a.example A': '10.1.2.3 172.16.1.1 192.168.1.1' });
    const resolvConfPath = new TemporaryFolder().write(
      'resolv.conf',
      'sortlist 192.168.1.0/24 nonsense 172.16.0.0',
    );
    const ask = (options: HostResolverOptions) =>
      hear(
        m.scheduler,
        hostResolver(network, { resolvConfPath, ...options }).gethostbyname$('a.example', 4),
        ({ addresses }) => addresses.join(' '),
      );
    const [byFile, byOption] = [ask({}), ask({ sortlist: ['172.16.0.0'] })];
    m.flush();
    expect(byFile.heard[0]).toBe('5 192.168.1.1 172.16.1.1 10.1.2.3');
    expect(byOption.heard[0]).toBe('5 172.16.1.1 10.1.2.3 192.168.1.1');
  }),
);
