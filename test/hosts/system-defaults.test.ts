import { getServers } from 'node:dns';
import { expect, it, vi } from 'vitest';
import { FilesUnderTest } from './virtual-clock.js';

vi.mock('../../src/hosts/system-paths.js', () => ({
  defaultPaths: () => ({
    resolvConf: 'missing/resolv.conf',
    hosts: 'missing/hosts',
    nsswitch: 'missing/nsswitch.conf',
    services: 'missing/services',
  }),
}));

it('without any files there are the servers of node:dns, and no notice about nsswitch.conf', () => {
  const test = new FilesUnderTest({});
  expect(test.files.resolution.servers).toStrictEqual(getServers());
  expect(test.files.resolution.lookups).toBeUndefined();
  expect(test.files.hosts.find('localhost')).toBeUndefined();
  expect(test.files.services.port('domain')).toBeUndefined();
  expect(test.takeNotices()).toStrictEqual([
    'configuration-warning missing/resolv.conf',
    'configuration-warning missing/hosts',
    'configuration-warning missing/services',
  ]);
});
