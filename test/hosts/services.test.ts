import { describe, expect, it } from 'vitest';
import { parseServices } from '../../src/hosts/services.js';

const services = parseServices(
  [
    '# services',
    'rtmp 1/ddp',
    'tcpmux 1/tcp # multiplexer',
    'echo\t7/udp',
    'echo 7/tcp',
    'domain 53/tcp nameserver dns',
    'domain 53/udp',
    'late 53/tcp domain',
    'www 80/tcp http # 81/tcp',
    'sip 5060/sctp',
    'other 5061/dccp echo',
    'zero 0/tcp',
    'last 65535/udp',
    '__proto__ 99/tcp constructor',
    'bad 65536/tcp',
    'bad -1/tcp',
    'bad 1x/tcp',
    'bad /tcp',
    'bad 12/',
    'bad 12/TCP',
    'bad 12/tcp/udp',
    'bad 12 tcp',
    'bad',
    'es\u001bc 13/tcp bell\u0007 day',
    'windows 14/tcp\r',
  ].join('\n'),
);

describe('the port of a service', () => {
  it.each([
    ['domain', undefined, 53],
    ['domain', 'tcp', 53],
    ['domain', 'udp', 53],
    ['domain', 'sctp', undefined],
    ['domain', 'icmp', undefined],
    ['nameserver', 'tcp', 53],
    ['nameserver', 'udp', undefined],
    ['dns', undefined, 53],
    ['http', 'tcp', 80],
    ['HTTP', 'tcp', undefined],
    ['sip', 'sctp', 5060],
    ['echo', undefined, 7],
    ['echo', 'dccp', 5061],
    ['zero', 'tcp', 0],
    ['last', 'udp', 65_535],
    ['__proto__', 'tcp', 99],
    ['constructor', undefined, 99],
    ['toString', undefined, undefined],
    ['rtmp', undefined, undefined],
    ['bad', undefined, undefined],
    ['81/tcp', undefined, undefined],
    ['80/tcp', undefined, undefined],
    ['day', 'tcp', 13],
    ['bell\u0007', 'tcp', undefined],
    ['windows', 'tcp', 14],
    ['', undefined, undefined],
  ])('%s over %s is %s', (name, protocol, port) => {
    expect(services.port(name, protocol)).toBe(port);
  });
});

describe('the service of a port', () => {
  it.each([
    [53, undefined, 'domain'],
    [53, 'tcp', 'domain'],
    [53, 'sctp', undefined],
    [1, undefined, 'tcpmux'],
    [80, 'tcp', 'www'],
    [5060, 'sctp', 'sip'],
    [5061, undefined, 'other'],
    [0, 'tcp', 'zero'],
    [13, 'tcp', undefined],
    [12, undefined, undefined],
    [53, '__proto__', undefined],
  ])('%i over %s is %s', (port, protocol, name) => {
    expect(services.name(port, protocol)).toBe(name);
  });
});
