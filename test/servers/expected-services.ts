import type { ResourceRecord } from '../../src/records/record-map.js';
import { base64, head, hex, utf8 } from './expect-record.js';

/** SVCB and HTTPS records of every-type.zone, by hand; most are the test vectors of RFC 9460 appendix D. */
export const expectedServices: readonly ResourceRecord[] = [
  { ...head('svcb-alias', 'SVCB'), priority: 0, target: 'foo.example.com', params: {} },
  { ...head('svcb-self', 'SVCB'), priority: 1, target: '.', params: {} },
  { ...head('svcb-port', 'SVCB'), priority: 16, target: 'foo.example.com', params: { port: 53 } },
  {
    ...head('svcb-key', 'SVCB'),
    priority: 1,
    target: 'foo.example.com',
    params: { key667: utf8('hello') },
  },
  {
    ...head('svcb-octets', 'SVCB'),
    priority: 1,
    target: 'foo.example.com',
    params: { key667: hex('68656c6c6fd2716f6f') },
  },
  {
    ...head('svcb-v6', 'SVCB'),
    priority: 1,
    target: 'foo.example.com',
    params: { ipv6hint: ['2001:db8::1', '2001:db8::53:1'] },
  },
  {
    ...head('svcb-v4in6', 'SVCB'),
    priority: 1,
    target: 'example.com',
    params: { ipv6hint: ['2001:db8:122:344::c000:221'] },
  },
  {
    ...head('svcb-mandatory', 'SVCB'),
    priority: 16,
    target: 'foo.example.org',
    params: { mandatory: ['alpn', 'ipv4hint'], alpn: ['h2', 'h3-19'], ipv4hint: ['192.0.2.1'] },
  },
  {
    ...head('svcb-escapes', 'SVCB'),
    priority: 16,
    target: 'foo.example.org',
    params: { alpn: ['f\\oo,bar', 'h2'] },
  },
  {
    ...head('svcb-dns', 'SVCB'),
    priority: 1,
    target: 'Dot.Types.Example',
    params: { alpn: ['dot', 'doq'], port: 8853, dohpath: '/dns-query{?dns}' },
  },
  { ...head('svcb-empty', 'SVCB'), priority: 1, target: '.', params: { key65280: hex('') } },
  {
    ...head('https', 'HTTPS'),
    priority: 1,
    target: '.',
    params: {
      alpn: ['h3', 'h2'],
      ipv4hint: ['192.0.2.1', '192.0.2.2'],
      ech: base64('AEX+DQBBpQ=='),
      ipv6hint: ['2001:db8::1'],
    },
  },
  {
    ...head('https-plain', 'HTTPS'),
    priority: 1,
    target: 'Svc.Types.Example',
    params: { alpn: ['h3'], noDefaultAlpn: true },
  },
  { ...head('https-alias', 'HTTPS'), priority: 0, target: 'svc.types.example', params: {} },
];
