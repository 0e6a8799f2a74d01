import { describe, expect, it } from 'vitest';
import type { ResolverConfiguration } from '../../src/configuration.js';
import { marbles } from '../../src/testing/marbles.js';
import { TemporaryFolder } from '../hosts/temporary-folder.js';
import { hear, hostNetwork } from './host-network.js';
import { hostResolver } from './host-resolver.js';

const describeServers = ({ servers, ndots }: ResolverConfiguration) => `${servers.join()} ${ndots}`;

describe('configuration$', () => {
  it(
    'tells what there is now, and each change: of files within a second, of properties at once',
    marbles((m) => {
      const folder = new TemporaryFolder();
      const resolvConfPath = folder.write('resolv.conf', 'nameserver 192.0.2.1');
      const resolver = hostResolver(hostNetwork(), { servers: undefined, resolvConfPath });
      const { heard, subscription } = hear(m.scheduler, resolver.configuration$, describeServers);
      expect(heard).toStrictEqual([]);
      const at = (time: number, act: () => void) => m.scheduler.schedule(act, time);
      at(1500, () => folder.replace('resolv.conf', 'nameserver 192.0.2.2'));
      at(2500, () => folder.replace('resolv.conf', '# the same\nnameserver 192.0.2.2'));
      at(3500, () => folder.replace('resolv.conf', 'nameserver 192.0.2.2\noptions ndots:2'));
      at(4500, () => {
        resolver.servers = ['192.0.2.9'];
        resolver.servers = ['192.0.2.9:53'];
        resolver.localAddress = '127.0.0.2';
      });
      at(5500, () => folder.replace('resolv.conf', 'nameserver 192.0.2.3\noptions ndots:3'));
      at(6500, () => subscription.unsubscribe());
      m.flush();
      expect(heard).toStrictEqual([
        '0 192.0.2.1 1',
        '2000 192.0.2.2 1',
        '4000 192.0.2.2 2',
        '4500 192.0.2.9 2',
        '6000 192.0.2.9 3',
      ]);
    }),
  );

  it(
    'comes late, and again: each subscriber hears what there is then',
    marbles((m) => {
      const resolver = hostResolver(hostNetwork());
      const early = hear(m.scheduler, resolver.configuration$, describeServers);
      m.scheduler.schedule(() => {
        resolver.servers = ['192.0.2.9'];
      }, 10);
      const late = { heard: [] as string[] };
      m.scheduler.schedule(() => {
        resolver.configuration$.subscribe((configuration) => late.heard.push(describeServers(configuration)));
      }, 20);
      m.flush();
      expect(early.heard).toStrictEqual(['0 192.0.2.1 1', '10 192.0.2.9 1']);
      expect(late.heard).toStrictEqual(['192.0.2.9 1']);
    }),
  );

  it(
    'ends with close$, and after it',
    marbles((m) => {
      const folder = new TemporaryFolder();
      const resolvConfPath = folder.write('resolv.conf', 'nameserver 192.0.2.1');
      const resolver = hostResolver(hostNetwork(), { servers: undefined, resolvConfPath });
      const open = hear(m.scheduler, resolver.configuration$, describeServers);
      m.scheduler.schedule(() => resolver.close$(), 500);
      m.flush();
      // Nobody looks at files any more, or the clock would go on.
      expect(m.scheduler.now()).toBe(500);
      const closed = hear(m.scheduler, resolver.configuration$, describeServers);
      m.flush();
      expect(open.heard).toStrictEqual(['0 192.0.2.1 1', '500 ECANCELLED']);
      expect(closed.heard).toStrictEqual(['500 EDESTRUCTION']);
    }),
  );
});

it(
  'a property that is set leaves what the files say about other settings',
  marbles((m) => {
    const folder = new TemporaryFolder();
    const resolvConfPath = folder.write('resolv.conf', 'nameserver 192.0.2.1\noptions timeout:7 use-vc');
    const options = { servers: undefined, timeout: undefined, resolvConfPath };
    const resolver = hostResolver(hostNetwork(), options);
    const { heard, subscription } = hear(
      m.scheduler,
      resolver.configuration$,
      ({ servers, timeout, useTcp }) => [servers.join(), timeout, useTcp].join(' '),
    );
    m.scheduler.schedule(() => {
      resolver.servers = ['192.0.2.9'];
    }, 10);
    m.scheduler.schedule(() => subscription.unsubscribe(), 20);
    m.flush();
    expect(heard).toStrictEqual(['0 192.0.2.1 7000 true', '10 192.0.2.9 7000 true']);
  }),
);

it(
  'events tell of properties that are set',
  marbles((m) => {
    const resolver = hostResolver(hostNetwork());
    const events: unknown[] = [];
    resolver.events$.subscribe((event) => events.push(event));
    resolver.servers = ['192.0.2.9'];
    resolver.localAddress = { ipv4: '127.0.0.2' };
    m.flush();
    expect(events).toStrictEqual([{ type: 'configuration' }, { type: 'configuration' }]);
  }),
);
