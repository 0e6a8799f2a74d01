import { expect, it } from 'vitest';
import { parseNsswitch } from '../../src/hosts/nsswitch.js';

it.each([
  ['hosts: files dns', 'fb'],
  ['hosts: dns files', 'bf'],
  ['hosts: files', 'f'],
  ['hosts: dns', 'b'],
  ['hosts: resolve', 'b'],
  ['hosts:files dns', 'fb'],
  [' hosts :\tfiles\tdns', 'fb'],
  ['hosts: mymachines resolve [!UNAVAIL=return] files myhostname dns', 'bf'],
  ['hosts: files mdns4_minimal [NOTFOUND=return] dns', 'fb'],
  ['hosts: dns [NOTFOUND=return SUCCESS=continue files=x] files', 'bf'],
  ['hosts: [files=return] dns', 'b'],
  ['hosts: [x files y] dns', 'b'],
  ['hosts: files[NOTFOUND=return]dns', 'fb'],
  ['hosts: files [NOTFOUND=return dns', 'fb'],
  ['hosts: files # dns', 'f'],
  ['passwd: dns\nhosts: files\r\nnetworks: dns', 'f'],
  ['hosts: files\nhosts: dns', 'b'],
  ['hosts: mdns', undefined],
  ['hosts:', undefined],
  ['hosts files dns', undefined],
  ['# hosts: files', undefined],
  ['hostsx: files', undefined],
  ['hosts: Files', undefined],
  ['\0', undefined],
  ['', undefined],
])('%j gives %s', (text, lookups) => {
  expect(parseNsswitch(text)).toBe(lookups);
});
