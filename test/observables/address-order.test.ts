import { describe, expect, it } from 'vitest';
import { orderAddresses } from '../../src/observables/address-order.js';
import { WireError } from '../../src/records/wire-error.js';
import { order, type Route } from './routes.js';

/** In whichever order they come: the first is preferred. */
function expectFirst(first: Route, second: Route): void {
  expect(order([first, second])).toStrictEqual([first[0], second[0]]);
  expect(order([second, first])).toStrictEqual([first[0], second[0]]);
}

/** As they come: neither is preferred. */
function expectAlike(one: Route, other: Route): void {
  expect(order([one, other])).toStrictEqual([one[0], other[0]]);
  expect(order([other, one])).toStrictEqual([other[0], one[0]]);
}

describe('examples of RFC 6724 section 10.2', () => {
  it.each<[string, Route, Route]>([
    ['matching scope', ['2001:db8:1::1', '2001:db8:1::2'], ['198.51.100.121', '169.254.13.78']],
    ['matching scope', ['198.51.100.121', '198.51.100.117'], ['2001:db8:1::1', 'fe80::1']],
    ['higher precedence', ['2001:db8:1::1', '2001:db8:1::2'], ['10.1.2.3', '10.1.2.4']],
    ['smaller scope', ['fe80::1', 'fe80::2'], ['2001:db8:1::1', '2001:db8:1::2']],
    ['longest prefix', ['2001:db8:1::1', '2001:db8:1::2'], ['2001:db8:3ffe::1', '2001:db8:3f44::2']],
    ['matching label', ['2002:c633:6401::1', '2002:c633:6401::2'], ['2001:db8:1::1', '2002:c633:6401::2']],
    ['higher precedence', ['2001:db8:1::1', '2001:db8:1::2'], ['2002:c633:6401::1', '2002:c633:6401::2']],
  ])('%s', (_rule, first, second) => {
    expectFirst(first, second);
  });
});

describe('with the default policy of sections 10.3 to 10.7', () => {
  it.each<[string, Route, Route]>([
    ['IPv6 before IPv4', ['2001:db8:1::1', '2001:db8:1::2'], ['198.51.100.121', '198.51.100.117']],
    ['IPv4 before IPv6 without a global source', ['198.51.100.121', '10.0.0.1'], ['2001:db8::1', 'fe80::1']],
    ['link-local IPv6 before IPv4', ['fe80::1', 'fe80::2'], ['198.51.100.121', '198.51.100.117']],
    ['link-local IPv6 before link-local IPv4', ['fe80::1', 'fe80::2'], ['169.254.0.1', '169.254.0.2']],
    ['the provider of the source', ['2001:db8:1::1', '2001:db8:1::a'], ['2001:db8:70::1', '2001:db8:1::a']],
    ['IPv4 before Teredo', ['198.51.100.121', '10.0.0.1'], ['2001:0:1::1', '2001:0:2::1']],
    ['IPv4 before a unique local address', ['198.51.100.121', '10.0.0.1'], ['fd00::1', 'fd00::2']],
    ['a unique local address from its like', ['fd00::1', 'fd00::2'], ['2001:db8::1', 'fd00::2']],
    [
      'IPv4 before a global one from a unique local one',
      ['198.51.100.121', '10.0.0.1'],
      ['2001:db8::1', 'fd00::2'],
    ],
  ])('%s', (_what, first, second) => {
    expectFirst(first, second);
  });
});

describe('precedence', () => {
  it('is that of the policy table, from the highest', () => {
    const addresses = ['::1', '2001:db8::1', '192.0.2.1', '2002::1', '2001::1', 'fd00::1', '::5'];
    const routes = addresses.map((address): Route => [address, address]);
    // Unlike all others ::1 is link-local, but that comes after precedence.
    expect(order([...routes].reverse())).toStrictEqual(addresses);
  });

  it('of ::1 is above that of others with its scope', () => {
    expectFirst(['::1', '::1'], ['fe80::1', 'fe80::1']);
  });

  it.each([
    ['::2', '3ffe::1'],
    ['fc00::1', 'fdff::1'],
  ])('of %s and %s is the same', (one, other) => {
    expectAlike([one, one], [other, other]);
  });

  it.each([
    ['2001:1::1', 'the block behind Teredo is like any other'],
    ['2003::1', 'so is the one behind 6to4'],
    ['3fff::1', 'and the one behind 6bone'],
    ['fbff::1', 'and the one before unique local addresses'],
    ['fe00::1', 'and the one behind them'],
  ])('%s: %s', (address) => {
    expectFirst([address, address], ['192.0.2.1', '192.0.2.1']);
  });
});

describe('labels', () => {
  // Each has a label of its own; ::1, link-local, has a scope of its own, too.
  const blocks = ['2001:db8::', '2002::', '2001::', 'fd00::', '::', '3ffe::'];
  const pairs = blocks.flatMap((one) => blocks.filter((other) => other !== one).map((other) => [one, other]));
  it.each(pairs)('of %s and %s differ', (one = '', other = '') => {
    // Lowest precedence with a label that matches, before the highest with one that does not.
    expectFirst(['3ffe::9', '3ffe::8'], [`${one}1`, `${other}2`]);
  });

  it('of IPv4 and IPv6 differ, and those of site-local addresses and multicast to a site', () => {
    expectFirst(['3ffe::9', '3ffe::8'], ['192.0.2.1', '2001:db8::1']);
    expectFirst(['3ffe::9', '3ffe::8'], ['ff05::1', 'fec0::1']);
  });
});

describe('scope', () => {
  it.each([
    ['fe80::1', 'fe80::2'],
    ['fe80::1', '::1'],
    ['febf::1', 'fe80::2'],
    ['169.254.1.2', '127.0.0.1'],
    ['127.0.0.1', '127.255.255.254'],
    ['ff02::1', 'fe80::1'],
    ['ff0e::1', '2001:db8::1'],
    ['ff05::1', 'fec0::1'],
    ['feff::1', 'fec0::1'],
    ['10.0.0.1', '8.8.8.8'],
    ['172.16.0.1', '8.8.8.8'],
    ['192.168.1.1', '8.8.8.8'],
    ['169.253.1.1', '8.8.8.8'],
    ['224.0.0.1', '8.8.8.8'],
    ['fd00::1', '2001:db8::1'],
    ['::ffff:169.254.1.2', '169.254.3.4'],
  ])('of %s is that of %s', (destination, source) => {
    // Of all that match in scope and not in label, nothing is less preferred than this.
    expectFirst([destination, source], ['2001:db8::ffff', 'fe80::ffff']);
  });

  it.each([
    ['fe80::1', '2001:db8::1'],
    ['fec0::1', '2001:db8::1'],
    ['ff02::1', '2001:db8::1'],
    ['ff05::1', 'fe80::1'],
    ['169.254.1.1', '192.0.2.1'],
    ['192.0.2.1', '127.0.0.1'],
    ['::1', '2001:db8::1'],
    ['::2', '::1'],
  ])('of %s is not that of %s', (destination, source) => {
    expectFirst(['3ffe::1', '3ffe::2'], [destination, source]);
  });

  it('is preferred smaller, from equal precedence on', () => {
    const addresses = ['ff01::1', 'ff02::1', 'ff05::1', 'ff08::1', 'ff0e::1'];
    expect(order([...addresses].reverse().map((address) => [address, address]))).toStrictEqual(addresses);
    expectFirst(['169.254.1.1', '169.254.1.2'], ['192.0.2.1', '192.0.2.2']);
  });
});

describe('the longest matching prefix', () => {
  it.each([
    ['2001:db8:0:1::1', '2001:db8::1'],
    ['2001:db8:0:1::1', '2001:db8:0:3::1'],
    ['2001:db8:8000::1', '2001:db9::1'],
    ['2001:db8::1', '2a00::1'],
  ])('with 2001:db8:0:1::9, %s before %s', (first, second) => {
    expectFirst([first, '2001:db8:0:1::9'], [second, '2001:db8:0:1::9']);
  });

  it('ends with the network: interfaces do not count', () => {
    expectAlike(['2001:db8::1', '2001:db8::9'], ['2001:db8::8', '2001:db8::9']);
    expectAlike(['2001:db8::9', '2001:db8::9'], ['2001:db8:0:0:ffff::9', '2001:db8::9']);
  });

  it('is not looked for in IPv4, however it is written', () => {
    const addresses = ['54.83.193.112', '184.72.238.214', '23.23.172.185', '75.101.148.21', '10.2.3.5'];
    expect(order(addresses.map((address) => [address, '10.2.3.4']))).toStrictEqual(addresses);
    expectAlike(['::ffff:192.0.2.1', '192.0.2.2'], ['::ffff:10.0.0.1', '192.0.2.2']);
    expectAlike(['192.0.2.1', '::ffff:192.0.2.2'], ['::ffff:10.0.0.1', '10.0.0.2']);
  });
});

describe('destinations', () => {
  it('without a source go last, as they came', () => {
    const routes: readonly Route[] = [
      ['2001:db8::1'],
      ['192.0.2.1'],
      ['198.51.100.1', '10.0.0.1'],
      ['::1', undefined],
    ];
    expect(order(routes)).toStrictEqual(['198.51.100.1', '2001:db8::1', '192.0.2.1', '::1']);
  });

  it('may have zones, and so may sources', () => {
    expectFirst(['fe80::1%eth0', 'fe80::2%eth0'], ['2001:db8::1', '2001:db8::2']);
    expectAlike(['fe80::1%eth0', 'fe80::2%eth0'], ['fe80::1%eth1', 'fe80::2%eth1']);
  });

  it('may be anything that has an address, and are handed back themselves', () => {
    const records = [{ address: '192.0.2.1' }, { address: '2001:db8::1' }] as const;
    const sources = new Map([
      ['192.0.2.1', '192.0.2.9'],
      ['2001:db8::1', '2001:db8::9'],
    ]);
    const ordered = orderAddresses(records, sources, ({ address }) => address);
    expect(ordered[0]).toBe(records[1]);
    expect(ordered[1]).toBe(records[0]);
    expect(orderAddresses([], sources, String)).toStrictEqual([]);
  });

  it.each([
    ['example.com', '192.0.2.1'],
    ['192.0.2.256', '192.0.2.1'],
    ['192.0.2.1', ''],
    ['', undefined],
  ])('are addresses: not %j from %j', (destination, source) => {
    expect(() => order([[destination, source]])).toThrow(WireError);
  });
});
