import { describe, expect, it } from 'vitest';
import type { ResolverOptions } from '../../src/options.js';
import type { Resolver } from '../../src/resolver.js';
import { marbles } from '../../src/testing/marbles.js';
import { FollowedResolver } from './followed-resolver.js';
import { describeHost, hostResolver } from './host-resolver.js';
import { sentQuestions } from './timed-questions.js';

const [one, two] = ['nameserver 192.0.2.1', 'nameserver 192.0.2.2'];

describe('resolv.conf is followed', () => {
  it(
    'servers: the next query a second after the last look asks the others',
    marbles((m) => {
      const followed = new FollowedResolver(m, one);
      followed.query(0, 'a.example').write(100, 'resolv.conf', two).query(500, 'a.example');
      followed.query(999, 'a.example').query(1000, 'a.example').query(5000, 'a.example');
      m.flush();
      expect(followed.asked).toStrictEqual(['0 1', '500 1', '999 1', '1000 2', '5000 2']);
      expect(followed.resolver.servers).toStrictEqual(['192.0.2.2']);
      expect(followed.events).toStrictEqual(['1000 configuration resolv.conf']);
    }),
  );

  it(
    'a query that is pending keeps its servers',
    marbles((m) => {
      const followed = new FollowedResolver(m, one, { timeout: 3000, tries: 2 });
      followed.network.answer({ name: 'b.example' }, ['', '5ms r'], { r: {} });
      followed.query(0, 'b.example').write(100, 'resolv.conf', two).query(2000, 'a.example');
      m.flush();
      expect(followed.asked).toStrictEqual(['0 1', '2000 2', '3000 1']);
    }),
  );

  it(
    'the search list and ndots',
    marbles((m) => {
      const followed = new FollowedResolver(m, `${one}\nsearch first.example`);
      const search = (name: string) => () =>
        followed.resolver.search$(name, 'A').subscribe({ error: () => undefined });
      followed
        .at(0, search('www'))
        .write(100, 'resolv.conf', `${one}\nsearch second.example\noptions ndots:2`);
      followed.at(2000, search('a.b'));
      m.flush();
      expect(sentQuestions(followed.network)).toStrictEqual([
        '0 www.first.example A',
        '5 www A',
        '2000 a.b.second.example A',
        '2005 a.b A',
      ]);
    }),
  );

  it(
    'timeout and attempts',
    marbles((m) => {
      const followed = new FollowedResolver(m, `${one}\noptions timeout:1 attempts:1`, {
        timeout: undefined,
        tries: undefined,
      });
      followed.network.answer({ name: 'c.example' }, '');
      followed.query(0, 'c.example').write(100, 'resolv.conf', `${one}\noptions timeout:3 attempts:2`);
      followed.query(10_000, 'c.example');
      m.flush();
      const { sent } = followed.network;
      expect(sent.map(({ time }) => time)).toStrictEqual([0, 1000, 10_000, 13_000, expect.any(Number)]);
    }),
  );

  it(
    'through a symbolic link, also where only its target changes',
    marbles((m) => {
      const followed = new FollowedResolver(m, one);
      const target = followed.folder.write('target', two);
      followed.at(100, () => followed.folder.link('resolv.conf', target)).query(1000, 'a.example');
      followed.write(1500, 'target', one).query(3000, 'a.example');
      m.flush();
      expect(followed.asked).toStrictEqual(['1000 2', '3000 1']);
    }),
  );

  it(
    'a file that goes away leaves the server of this machine, with a warning',
    marbles((m) => {
      const followed = new FollowedResolver(m, one);
      followed.query(0, 'a.example').at(100, () => followed.folder.remove('resolv.conf'));
      followed.query(1500, 'a.example').write(2000, 'resolv.conf', two).query(4000, 'a.example');
      m.flush();
      expect(followed.network.sent.map(({ time, endpoint }) => `${time} ${endpoint.address}`)).toStrictEqual([
        '0 192.0.2.1',
        '1500 127.0.0.1',
        '4000 192.0.2.2',
      ]);
      expect(followed.events).toStrictEqual([
        '1500 configuration-warning resolv.conf',
        '4000 configuration resolv.conf',
      ]);
    }),
  );

  it(
    'not with watchConfig: false',
    marbles((m) => {
      const followed = new FollowedResolver(m, one, { watchConfig: false });
      followed.query(0, 'a.example').write(100, 'resolv.conf', two).query(5000, 'a.example');
      m.flush();
      expect(followed.asked).toStrictEqual(['0 1', '5000 1']);
    }),
  );
});

describe('what the user set stays', () => {
  it.each<[what: string, options: ResolverOptions, set: (resolver: Resolver) => void]>([
    ['by the option', { servers: ['192.0.2.9'] }, () => undefined],
    [
      'by the property',
      {},
      (resolver) => {
        resolver.servers = ['192.0.2.9'];
      },
    ],
  ])(
    'servers, %s; the search list is followed',
    marbles((m, _what, options: ResolverOptions, set: (resolver: Resolver) => void) => {
      const followed = new FollowedResolver(m, `${one}\nsearch first.example`, options);
      set(followed.resolver);
      followed.query(0, 'a.example').write(100, 'resolv.conf', `${two}\nsearch second.example`);
      followed.at(2000, () => followed.resolver.search$('www', 'A').subscribe({ error: () => undefined }));
      m.flush();
      expect(followed.asked).toStrictEqual(['0 9', '2000 9', '2005 9']);
      expect(followed.network.sent[1]?.message.questions[0]?.name).toBe('www.second.example');
    }),
  );

  it(
    'setting servers that cannot be read changes nothing',
    marbles((m) => {
      const { resolver, events } = new FollowedResolver(m, one);
      expect(() => {
        resolver.servers = ['192.0.2.3', 'nowhere:0'];
      }).toThrow(expect.objectContaining({ code: 'EBADSTR' }));
      expect(() => {
        resolver.localAddress = 'nowhere';
      }).toThrow(expect.objectContaining({ code: 'EBADSTR' }));
      expect(resolver.servers).toStrictEqual(['192.0.2.1']);
      expect(resolver.localAddress).toStrictEqual({});
      expect(events).toStrictEqual([]);
    }),
  );

  it(
    'a list that the caller changes afterwards is not the list that was set',
    marbles((m) => {
      const followed = new FollowedResolver(m, `${one}\nsearch first.example`);
      const servers = ['192.0.2.9'];
      followed.resolver.servers = servers;
      servers[0] = '192.0.2.8';
      followed.query(0, 'a.example').write(100, 'resolv.conf', two).query(2000, 'a.example');
      m.flush();
      expect(followed.asked).toStrictEqual(['0 9', '2000 9']);
    }),
  );
});

it(
  'hosts and services are followed',
  marbles((m) => {
    const followed = new FollowedResolver(m, one);
    const hostsPath = followed.folder.write('hosts', '1.1.1.1 a');
    const servicesPath = followed.folder.write('services', 'x 1/tcp');
    const resolver = hostResolver(followed.network, { hostsPath, servicesPath, lookups: 'f' });
    const told: string[] = [];
    const ask = () => {
      resolver.gethostbyname$('a').subscribe((host) => told.push(describeHost(host)));
      const hints = { service: 'x', numericHost: true };
      resolver
        .getaddrinfo$('192.0.2.9', hints)
        .subscribe(({ addresses }) => told.push(`${addresses[0]?.port}`));
    };
    followed
      .at(0, ask)
      .write(100, 'hosts', '2.2.2.2 a')
      .write(100, 'services', 'x 2/tcp')
      .at(900, ask)
      .at(1000, ask);
    m.flush();
    expect(told).toStrictEqual(['a () 1.1.1.1', '1', 'a () 1.1.1.1', '1', 'a () 2.2.2.2', '2']);
  }),
);
