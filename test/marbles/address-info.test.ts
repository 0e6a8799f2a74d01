import { describe, expect, it } from 'vitest';
import type { AddressHints, AddrInfo } from '../../src/observables/address-info.js';
import type { Family } from '../../src/observables/host-answer.js';
import type { HostOptions } from '../../src/options.js';
import { marbles } from '../../src/testing/marbles.js';
import { askedFor, hear, hostNetwork, type Replies } from './host-network.js';
import { type HostResolverOptions, hostResolver } from './host-resolver.js';

interface Row extends HostResolverOptions {
  readonly what: string;
  /** @default a.example */
  readonly host?: string | null;
  readonly hints?: AddressHints & HostOptions;
  readonly replies?: Replies;
  readonly heard: string;
  readonly asked?: readonly string[];
}

const asked = ['a.example AAAA', 'a.example A'];
const [askedIpv6, askedIpv4] = [asked.slice(0, 1), asked.slice(1)];
const both = { 'a.example A': '192.0.2.7', 'a.example AAAA': '2001:db8::7' };
const onlyIpv4 = { 'a.example A': '192.0.2.7', 'a.example AAAA': 'NODATA' };
const twoIpv4 = { 'a.example A': '192.0.2.7 192.0.2.8', 'a.example AAAA': 'NODATA' };

/** `address port socktype protocol ttl` of each address. */
function describeAddresses({ addresses }: AddrInfo): string {
  return addresses
    .map(({ address, family, port, socktype, protocol, ttl }) => {
      expect(family).toBe(address.includes(':') ? 6 : 4);
      return [address, port, socktype, protocol, ttl].join(' ');
    })
    .join(', ');
}

const families: readonly Row[] = [
  { what: 'both', replies: both, heard: '5 2001:db8::7 0 stream tcp 300, 192.0.2.7 0 stream tcp 300', asked },
  { what: 'family 0', hints: { family: 0 }, replies: onlyIpv4, heard: '5 192.0.2.7 0 stream tcp 300', asked },
  {
    what: 'family 4',
    hints: { family: 4 },
    replies: both,
    heard: '5 192.0.2.7 0 stream tcp 300',
    asked: askedIpv4,
  },
  {
    what: 'family 6',
    hints: { family: 6 },
    replies: both,
    heard: '5 2001:db8::7 0 stream tcp 300',
    asked: askedIpv6,
  },
  { what: 'family 6, none', hints: { family: 6 }, replies: onlyIpv4, heard: '5 ENODATA', asked: askedIpv6 },
  ...[5, 10, -1, '4'].map((family) => ({
    what: `family ${JSON.stringify(family)}`,
    hints: { family: family as Family },
    heard: '0 ENOTIMP',
  })),
  {
    what: 'AAAA silent',
    replies: { ...both, 'a.example AAAA': 'silence' },
    heard: '55 192.0.2.7 0 stream tcp 300',
    asked,
  },
  {
    what: 'A refused',
    replies: { ...both, 'a.example A': '20ms REFUSED' },
    heard: '20 2001:db8::7 0 stream tcp 300',
    asked,
  },
  { what: 'the hosts file', hosts: '1.1.1.1 a.example', replies: both, heard: '0 1.1.1.1 0 stream tcp 0' },
  { what: 'a literal', host: '192.0.2.9', heard: '0 192.0.2.9 0 stream tcp 0' },
  { what: 'a bad name', host: 'a..b', heard: '0 EBADNAME' },
];

const literal: AddressHints = { numericHost: true };
const sockets: readonly Row[] = [
  ['stream', { socktype: 'stream' }, '0 stream tcp'],
  ['dgram', { socktype: 'dgram' }, '0 dgram udp'],
  ['tcp', { protocol: 'tcp' }, '0 stream tcp'],
  ['udp', { protocol: 'udp' }, '0 dgram udp'],
  ['dgram and udp', { socktype: 'dgram', protocol: 'udp' }, '0 dgram udp'],
  ['stream and udp', { socktype: 'stream', protocol: 'udp' }, 'EBADHINTS'],
  ['dgram and tcp', { socktype: 'dgram', protocol: 'tcp' }, 'EBADHINTS'],
  ['raw', { socktype: 'raw' as 'dgram' }, 'EBADHINTS'],
  ['sctp', { protocol: 'sctp' as 'udp' }, 'EBADHINTS'],
  ['a port', { service: 8080 }, '8080 stream tcp'],
  ['a port as text', { service: '8080' }, '8080 stream tcp'],
  ['port 65535', { service: '65535' }, '65535 stream tcp'],
  ['port 65536', { service: 65_536 }, 'ESERVICE'],
  ['port 65536 as text', { service: '65536' }, 'ESERVICE'],
  ['port -1', { service: -1 }, 'ESERVICE'],
  ['port 80.5', { service: 80.5 }, 'ESERVICE'],
  ['a service', { service: 'http' }, '80 stream tcp'],
  ['an alias', { service: 'www' }, '80 stream tcp'],
  ['a service of UDP', { service: 'http', protocol: 'udp' }, '8880 dgram udp'],
  ['a service of TCP only, for UDP', { service: 'ftp', socktype: 'dgram' }, 'ESERVICE'],
  ['an unknown service', { service: 'none' }, 'ESERVICE'],
  ['no name', { service: '' }, 'ESERVICE'],
  ['a name with numericService', { service: 'http', numericService: true }, 'ESERVICE'],
  ['a port with numericService', { service: '80', numericService: true }, '80 stream tcp'],
].map(([what, hints, expected]): Row => {
  const failed = String(expected).startsWith('E');
  return {
    what: String(what),
    host: '192.0.2.9',
    hints: { ...literal, ...(hints as AddressHints) },
    heard: failed ? `0 ${expected}` : `0 192.0.2.9 ${expected} 0`,
  };
});

const own: readonly Row[] = [
  { what: 'both', host: null, heard: '0 ::1 0 stream tcp 0, 127.0.0.1 0 stream tcp 0' },
  {
    what: 'both, passive',
    host: null,
    hints: { passive: true, service: 'http' },
    heard: '0 :: 80 stream tcp 0, 0.0.0.0 80 stream tcp 0',
  },
  { what: 'family 4', host: null, hints: { family: 4 }, heard: '0 127.0.0.1 0 stream tcp 0' },
  { what: 'family 6', host: null, hints: { family: 6, passive: true }, heard: '0 :: 0 stream tcp 0' },
  {
    what: 'passive with a host',
    host: '192.0.2.9',
    hints: { passive: true },
    heard: '0 192.0.2.9 0 stream tcp 0',
  },
  { what: 'a bad family', host: null, hints: { family: 5 as Family }, heard: '0 ENOTIMP' },
];

const numericHost: readonly Row[] = [
  { what: 'IPv4', host: '192.0.2.9', hints: literal, heard: '0 192.0.2.9 0 stream tcp 0' },
  { what: 'IPv6', host: 'fe80::1%eth0', hints: literal, heard: '0 fe80::1%eth0 0 stream tcp 0' },
  { what: 'a name', hints: literal, heard: '0 ENONAME' },
  { what: 'a name of the file', hints: literal, hosts: '1.1.1.1 a.example', heard: '0 ENONAME' },
  { what: 'localhost', host: 'localhost', hints: literal, heard: '0 ENONAME' },
  { what: 'three parts', host: '127.0.1', hints: literal, heard: '0 ENONAME' },
  { what: 'the other family', host: '192.0.2.9', hints: { ...literal, family: 6 }, heard: '0 ENOTFOUND' },
];

const mapped: AddressHints = { family: 6, v4Mapped: true };
const v4Mapped: readonly Row[] = [
  {
    what: 'no IPv6',
    hints: mapped,
    replies: twoIpv4,
    heard: '5 ::ffff:192.0.2.7 0 stream tcp 300, ::ffff:192.0.2.8 0 stream tcp 300',
    asked,
  },
  { what: 'both', hints: mapped, replies: both, heard: '5 2001:db8::7 0 stream tcp 300', asked },
  {
    what: 'both, all',
    hints: { ...mapped, all: true },
    replies: both,
    heard: '5 2001:db8::7 0 stream tcp 300, ::ffff:192.0.2.7 0 stream tcp 300',
    asked,
  },
  {
    what: 'a literal',
    host: '192.0.2.9',
    hints: { ...mapped, ...literal },
    heard: '0 ::ffff:192.0.2.9 0 stream tcp 0',
  },
  {
    what: 'family 0: without effect',
    hints: { v4Mapped: true, all: true },
    replies: onlyIpv4,
    heard: '5 192.0.2.7 0 stream tcp 300',
    asked,
  },
  {
    what: 'family 4: without effect',
    hints: { ...mapped, family: 4 },
    replies: both,
    heard: '5 192.0.2.7 0 stream tcp 300',
    asked: askedIpv4,
  },
  {
    what: 'all alone: without effect',
    hints: { family: 6, all: true },
    replies: both,
    heard: '5 2001:db8::7 0 stream tcp 300',
    asked: askedIpv6,
  },
];

describe.each([
  ['families', families],
  ['socket types, protocols and services', sockets],
  ['without a host', own],
  ['numericHost', numericHost],
  ['v4Mapped', v4Mapped],
])('%s', (_title, rows) => {
  it.each(rows)(
    '$what',
    marbles((m, { host = 'a.example', hints, heard, asked = [], ...row }: Row) => {
      const network = hostNetwork(row.replies);
      const services = 'http 80/tcp www\nhttp 8880/udp\nftp 21/tcp';
      const info$ = hostResolver(network, { services, ...row }).getaddrinfo$(host, hints);
      const subscribed = hear(m.scheduler, info$, describeAddresses);
      expect(subscribed.heard).toStrictEqual([]);
      m.flush();
      const [first, end] = subscribed.heard;
      expect(first).toBe(heard);
      expect(end).toBe(/^\d+ E/.test(heard) ? undefined : `${heard.split(' ')[0]} end`);
      expect(askedFor(network)).toStrictEqual(asked);
    }),
  );
});
