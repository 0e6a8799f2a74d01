import { expect, it } from 'vitest';
import { defaultPaths } from '../../src/hosts/system-paths.js';

const unix = {
  resolvConf: '/etc/resolv.conf',
  hosts: '/etc/hosts',
  nsswitch: '/etc/nsswitch.conf',
  services: '/etc/services',
};

it.each([
  ['linux', {}, unix],
  ['darwin', { SystemRoot: 'D:\\Win' }, unix],
  [
    'win32',
    { SystemRoot: 'D:\\Win' },
    {
      ...unix,
      hosts: 'D:\\Win\\System32\\drivers\\etc\\hosts',
      services: 'D:\\Win\\System32\\drivers\\etc\\services',
    },
  ],
  [
    'win32',
    {},
    {
      ...unix,
      hosts: 'C:\\Windows\\System32\\drivers\\etc\\hosts',
      services: 'C:\\Windows\\System32\\drivers\\etc\\services',
    },
  ],
])('on %s with %j the files have their places', (platform, environment, paths) => {
  expect(defaultPaths(platform, environment)).toStrictEqual(paths);
});
