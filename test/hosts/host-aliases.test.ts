import { expect, it } from 'vitest';
import { parseHostAliases } from '../../src/hosts/host-aliases.js';

it('maps aliases in lower case to names', () => {
  const text = [
    '# aliases',
    'WWW www.Example.com. # comment',
    'www other.example',
    'ftp\tftp.example.com\r',
    'alone',
    'dotted.alias a.example',
    'bad ..',
    '.. a.example',
    'address 192.0.2.1',
    '__proto__ proto.example',
    'n\0l a.example',
  ].join('\n');
  expect([...parseHostAliases(text)]).toStrictEqual([
    ['www', 'www.Example.com'],
    ['ftp', 'ftp.example.com'],
    ['__proto__', 'proto.example'],
  ]);
});
