import { execFileSync } from 'node:child_process';
import { getServers } from 'node:dns';
import { truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSortlist } from '../../src/hosts/sortlist.js';
import type { SystemResolution } from '../../src/hosts/system-resolution.js';
import { TemporaryFolder } from './temporary-folder.js';
import { FilesUnderTest } from './virtual-clock.js';

const unset: SystemResolution = {
  servers: ['127.0.0.1'],
  domains: [],
  sortlist: [],
  lookups: undefined,
  ndots: undefined,
  timeout: undefined,
  attempts: undefined,
  rotate: undefined,
  useTcp: undefined,
  edns: undefined,
  trustAd: undefined,
};

describe('the resolution', () => {
  it('comes from resolv.conf and nsswitch.conf', () => {
    const folder = new TemporaryFolder();
    const resolvConf = folder.write(
      'resolv.conf',
      'nameserver 192.0.2.1\nsearch a.example\noptions ndots:3 rotate\n',
    );
    const nsswitch = folder.write('nsswitch.conf', 'hosts: dns files\n');
    const { files, notices } = new FilesUnderTest({ paths: { resolvConf, nsswitch } });
    expect(files.resolution).toStrictEqual({
      ...unset,
      servers: ['192.0.2.1'],
      domains: ['a.example'],
      ndots: 3,
      rotate: true,
      lookups: 'bf',
    });
    expect(files.resolution).toBe(files.resolution);
    expect(notices).toStrictEqual([]);
  });

  it('has the environment over the file', () => {
    const folder = new TemporaryFolder();
    const resolvConf = folder.write('resolv.conf', 'search a.example\noptions ndots:3 timeout:3 rotate\n');
    const environment = { RES_OPTIONS: 'ndots:5 use-vc junk', LOCALDOMAIN: 'b.example c.example' };
    const { files } = new FilesUnderTest({ paths: { resolvConf }, environment });
    expect(files.resolution).toStrictEqual({
      ...unset,
      lookups: files.resolution.lookups,
      domains: ['b.example', 'c.example'],
      ndots: 5,
      timeout: 3000,
      rotate: true,
      useTcp: true,
    });
  });

  it.each([
    ['search a.example', undefined, 'machine.corp.example', ['a.example']],
    ['search .', undefined, 'machine.corp.example', []],
    ['search a.example', '', 'machine.corp.example', []],
    ['', undefined, 'machine.corp.example.', ['corp.example']],
    ['', undefined, 'machine', []],
    ['', undefined, 'machine.', []],
    ['', undefined, '', []],
    ['', 'b.example', 'machine.corp.example', ['b.example']],
  ])('with %j, LOCALDOMAIN %j and the host name %s searches %j', (text, LOCALDOMAIN, hostName, domains) => {
    const resolvConf = new TemporaryFolder().write('resolv.conf', text);
    const environment = { LOCALDOMAIN };
    const { files } = new FilesUnderTest({ paths: { resolvConf }, environment, hostName: () => hostName });
    expect(files.resolution.domains).toStrictEqual(domains);
  });

  it('leaves out bad items of a sortlist', () => {
    const resolvConf = new TemporaryFolder().write('resolv.conf', 'sortlist x 10.0.0.0/8 10.0.0.0/99');
    const { files } = new FilesUnderTest({ paths: { resolvConf } });
    expect(files.resolution.sortlist).toStrictEqual(parseSortlist(['10.0.0.0/8']));
  });

  it('has the local server where the file names none, or is named and missing', () => {
    const folder = new TemporaryFolder();
    const missing = new FilesUnderTest({ paths: { resolvConf: folder.path('missing') } });
    expect(missing.files.resolution.servers).toStrictEqual(['127.0.0.1']);
    expect(missing.takeNotices()).toStrictEqual([`configuration-warning ${folder.path('missing')}`]);
    const paths = { resolvConf: folder.write('resolv.conf', 'nameserver junk\n') };
    expect(new FilesUnderTest({ paths }).files.resolution.servers).toStrictEqual(['127.0.0.1']);
  });

  it('has the servers of this machine by default', () => {
    const { files } = new FilesUnderTest({ environment: undefined, hostName: undefined });
    const { servers } = files.resolution;
    expect(servers.length).toBeGreaterThan(0);
    expect(servers.slice(0, 3)).toStrictEqual(getServers().slice(0, 3));
  });
});

describe('the other files', () => {
  it('are read when they are asked for, each alone', () => {
    const folder = new TemporaryFolder();
    const paths = { hosts: folder.path('hosts'), services: folder.path('services') };
    const environment = { HOSTALIASES: folder.path('aliases') };
    const { files, notices } = new FilesUnderTest({ paths, environment });
    expect(notices).toStrictEqual([]);
    folder.write('hosts', '192.0.2.1 a\n');
    folder.write('services', 'domain 53/udp\n');
    folder.write('aliases', 'WWW www.example\n');
    expect(files.hosts.find('a')?.addresses).toStrictEqual(['192.0.2.1']);
    expect(files.services.port('domain')).toBe(53);
    expect(files.aliases.get('www')).toBe('www.example');
    expect([files.hosts, files.services, files.aliases]).toStrictEqual([
      files.hosts,
      files.services,
      files.aliases,
    ]);
    expect(files.hosts).toBe(files.hosts);
    expect(notices).toStrictEqual([]);
  });

  it.each([{}, { HOSTALIASES: undefined }, { HOSTALIASES: '' }])('no aliases with %j', (environment) => {
    const { files, notices } = new FilesUnderTest({ environment });
    expect(files.aliases.size).toBe(0);
    expect(notices).toStrictEqual([]);
  });

  it('nsswitch.conf may be missing at its own place, and only there', () => {
    const folder = new TemporaryFolder();
    const resolvConf = folder.write('resolv.conf', '');
    const byDefault = new FilesUnderTest({ paths: { resolvConf } });
    expect(byDefault.files.resolution.servers).toStrictEqual(['127.0.0.1']);
    expect(byDefault.notices).toStrictEqual([]);
    const named = new FilesUnderTest({ paths: { resolvConf, nsswitch: folder.path('missing') } });
    expect(named.files.resolution.lookups).toBeUndefined();
    expect(named.takeNotices()).toStrictEqual([`configuration-warning ${folder.path('missing')}`]);
  });
});

/** Makes something at a path that cannot be used. */
type Make = (folder: TemporaryFolder, name: string) => void;

describe('a file that cannot be used', () => {
  it.each<readonly [what: string, make: Make, reason: RegExp]>([
    ['is missing', () => undefined, /^ENOENT/],
    ['is a folder', (folder, name) => void folder.link(name, '.'), /^it is not a regular file$/],
    ['leads nowhere', (folder, name) => void folder.link(name, 'nowhere'), /^ENOENT/],
    ['leads to itself', (folder, name) => void folder.link(name, name), /^ELOOP/],
    ['lies in a file', (folder, name) => void folder.link(name, `${folder.write('file', '')}/x`), /^ENOTDIR/],
    [
      'is a FIFO',
      (folder, name) => void execFileSync('mkfifo', [folder.path(name)]),
      /^it is not a regular file$/,
    ],
    ['is a device', (folder, name) => void folder.link(name, '/dev/zero'), /^it is not a regular file$/],
    [
      'has 17 MiB',
      (folder, name) => truncateSync(folder.write(name, ''), 17 * 2 ** 20),
      /^it is larger than 16 MiB$/,
    ],
  ])('%s: told once, and counts as empty', (_what, make, reason) => {
    const folder = new TemporaryFolder();
    const test = new FilesUnderTest({ paths: { hosts: folder.path('hosts') } });
    make(folder, 'hosts');
    expect(test.files.hosts.find('a')).toBeUndefined();
    const empty = test.files.hosts;
    for (let n = 0; n < 3; n += 1) {
      test.pass(1000);
      expect(test.files.hosts).toBe(empty);
    }
    expect(test.notices).toStrictEqual([
      { type: 'configuration-warning', path: folder.path('hosts'), reason: expect.stringMatching(reason) },
    ]);
  });

  it('is told again when it could be used in between, or for another reason', () => {
    const folder = new TemporaryFolder();
    const path = folder.path('hosts');
    const test = new FilesUnderTest({ paths: { hosts: path } });
    const look = () => {
      test.pass(1000);
      return [test.files.hosts.find('a') !== undefined, ...test.takeNotices()];
    };
    expect(look()).toStrictEqual([false, `configuration-warning ${path}`]);
    folder.link('hosts', '.');
    expect(look()).toStrictEqual([false, `configuration-warning ${path}`]);
    expect(look()).toStrictEqual([false]);
    folder.replace('hosts', '192.0.2.1 a');
    expect(look()).toStrictEqual([true, `configuration ${path}`]);
    folder.remove('hosts');
    expect(look()).toStrictEqual([false, `configuration-warning ${path}`]);
    folder.write('hosts', '192.0.2.1 a');
    expect(look()).toStrictEqual([true, `configuration ${path}`]);
    folder.remove('hosts');
    expect(look()).toStrictEqual([false, `configuration-warning ${path}`]);
  });

  it('may be the null device, which is empty', () => {
    const hosts = new TemporaryFolder().link('hosts', '/dev/null');
    const { files, notices } = new FilesUnderTest({ paths: { hosts } });
    expect(files.hosts.find('a')).toBeUndefined();
    expect(notices).toStrictEqual([]);
  });

  it('is no file whose path has a NUL', () => {
    const test = new FilesUnderTest({ paths: { hosts: 'a\0b' } });
    expect(test.files.hosts.find('a')).toBeUndefined();
    expect(test.takeNotices()).toStrictEqual(['configuration-warning a\0b']);
  });

  it('may be binary, as far as it has lines', () => {
    const octets = Uint8Array.from({ length: 4096 }, (_, n) => (n * 7919) & 0xff);
    const text = new TextEncoder().encode('\n192.0.2.1 a\n');
    const hosts = new TemporaryFolder().write('hosts', Buffer.concat([octets, text, octets]));
    expect(new FilesUnderTest({ paths: { hosts } }).files.hosts.find('a')?.addresses).toStrictEqual([
      '192.0.2.1',
    ]);
  });

  it('may have 16 MiB, and no size, as those under /proc', () => {
    const folder = new TemporaryFolder();
    const hosts = folder.write('hosts', '192.0.2.1 a\n');
    truncateSync(hosts, 16 * 2 ** 20);
    const services = folder.link('services', '/proc/self/status');
    const test = new FilesUnderTest({ paths: { hosts, services } });
    expect(test.files.hosts.find('a')?.name).toBe('a');
    expect(test.files.services.port('a')).toBeUndefined();
    expect(test.notices).toStrictEqual([]);
  });
});
