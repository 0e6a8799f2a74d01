import { isIP, isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { Address4, Address6 } from 'ip-address';
import { describe, expect, it } from 'vitest';
import { formatAddress, readAddress } from '../../src/hosts/address-text.js';
import { reverseName } from '../../src/hosts/reverse-name.js';
import { parseSortlist, readSortlist, sortAddresses, sortlistRank } from '../../src/hosts/sortlist.js';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../src/records/ip.js';
import { WireError } from '../../src/records/wire-error.js';

describe('an address in text', () => {
  const piece = fc.constantFrom(
    '1',
    '0',
    '255',
    '256',
    '01',
    'ab',
    'F00',
    '12345',
    ':',
    '::',
    '.',
    '1.2.3.4',
    '%',
    'g',
  );

  it('is what Node takes for one, in canonical form', () => {
    const texts = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.string(),
      fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const read = readAddress(text);
        expect(read?.family ?? 0).toBe(/%(.*[^\w.-].*)?$/s.test(text) ? 0 : isIP(text));
        if (read === undefined) return;
        const again = formatAddress(read);
        expect(readAddress(again)).toStrictEqual(read);
        if (read.zone === undefined && read.family === 6)
          expect(again.includes('.') || again === new URL(`http://[${text}]`).hostname.slice(1, -1)).toBe(
            true,
          );
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['::FFFF:192.0.2.1', '::ffff:192.0.2.1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['fe80::1%eth0.7', 'fe80::1%eth0.7'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('%s is %s', (text, canonical) => {
    const read = readAddress(text);
    expect(read === undefined ? undefined : formatAddress(read)).toBe(canonical);
  });
});

it.each(['1:2:3:4::5:6:7:8', '::1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:7:1.2.3.4', '1:2:3:4:5:6:7', '1.2.3.4::'])(
  '%s is no address',
  (text) => {
    expect(readAddress(text)).toBeUndefined();
  },
);

describe('a sortlist', () => {
  const addresses = [
    '198.51.100.1',
    '192.0.2.129',
    '10.1.2.3',
    '192.0.2.1',
    '2001:db8::1',
    '2001:db8:0:1::1',
    '10.2.0.1',
  ];

  it.each([
    [[], addresses],
    [
      ['192.0.2.0'],
      ['192.0.2.129', '192.0.2.1', ...addresses.filter((each) => !each.startsWith('192.0.2.'))],
    ],
    [
      ['192.0.2.128/25', '10.2.0.0/255.255.0.0', '2001:db8::/48'],
      ['192.0.2.129', '10.2.0.1', '2001:db8::1', '2001:db8:0:1::1', '198.51.100.1', '10.1.2.3', '192.0.2.1'],
    ],
    [
      ['2001:db8::99', '10.9.9.9'],
      ['2001:db8::1', '10.1.2.3', '10.2.0.1', '198.51.100.1', '192.0.2.129', '192.0.2.1', '2001:db8:0:1::1'],
    ],
    [
      ['0.0.0.0/0', '10.0.0.0'],
      [...addresses.filter(isIPv4), ...addresses.filter(isIPv6)],
    ],
    [['0.0.0.0/0.0.0.0'], [...addresses.filter(isIPv4), ...addresses.filter(isIPv6)]],
    [['::/0'], [...addresses.filter(isIPv6), ...addresses.filter(isIPv4)]],
    [['10.1.2.3/32'], ['10.1.2.3', ...addresses.filter((each) => each !== '10.1.2.3')]],
    [['10.1.2.3/255.255.255.255'], ['10.1.2.3', ...addresses.filter((each) => each !== '10.1.2.3')]],
  ])('%j', (items, sorted) => {
    expect(sortAddresses(parseSortlist(items), addresses)).toStrictEqual(sorted);
  });

  it.each([
    ['127.0.0.0', 8],
    ['128.0.0.0', 16],
    ['191.255.0.0', 16],
    ['192.0.0.0', 24],
    ['223.0.0.0', 24],
    ['240.0.0.0', 24],
    ['2001:db8::', 64],
    ['10.0.0.0/255.255.128.0', 17],
  ])('%s has %i bits', (item, bits) => {
    expect(parseSortlist([item]).map((network) => network.bits)).toStrictEqual([bits]);
  });

  it.each([
    '',
    ' ',
    'x',
    '10',
    '10.0.0',
    '010.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0.0/8 ',
    '10.0.0.0/255.0.255.0',
    '10.0.0.0/255.255.255',
    '10.0.0.0/::',
    '10.0.0.0;11.0.0.0',
    '10.0.0.0 11.0.0.0',
    '2001:db8::/129',
    '2001:db8::/255.0.0.0',
    'fe80::1%eth0',
    '[2001:db8::]/32',
  ])('does not take %j', (item) => {
    expect(() => parseSortlist(['10.0.0.0', item])).toThrow(
      new WireError('EBADSTR', `${JSON.stringify(item)} is no item of a sortlist`),
    );
    expect(sortAddresses(readSortlist([item, '10.0.0.0']), ['192.0.2.1', '10.0.0.1'])).toStrictEqual([
      '10.0.0.1',
      '192.0.2.1',
    ]);
    expect(readSortlist([item])).toStrictEqual([]);
  });

  it('has in its networks what ip-address has in them', () => {
    const network = fc.oneof(
      fc.tuple(fc.ipV4(), fc.nat(32)).map(([address, bits]) => ({ address, bits, family: 4 })),
      fc.tuple(fc.ipV6(), fc.nat(128)).map(([address, bits]) => ({ address, bits, family: 6 })),
    );
    fc.assert(
      fc.property(network, fc.nat(127), ({ address, bits, family }, flipped) => {
        const host = flipBit(address, flipped);
        const text = `${address}/${bits}`;
        const Oracle = family === 4 ? Address4 : Address6;
        const isIn = new Oracle(host).isInSubnet(new Oracle(text));
        expect(sortlistRank(parseSortlist([text]), host)).toBe(isIn ? 0 : 1);
      }),
    );
  });

  it('has no address of one family in a network of the other', () => {
    const sortlist = parseSortlist(['0.0.0.0/0', '::/0']);
    expect([sortlistRank(sortlist, '::ffff:192.0.2.1'), sortlistRank(sortlist, '192.0.2.1')]).toStrictEqual([
      1, 0,
    ]);
  });

  it('looks past zones, and puts last what is no address', () => {
    const sorted = sortAddresses(parseSortlist(['fe80::/10']), ['x', '192.0.2.1', 'fe80::1%eth0', '']);
    expect(sorted).toStrictEqual(['fe80::1%eth0', 'x', '192.0.2.1', '']);
  });
});

describe('a reverse name', () => {
  it.each([
    ['192.0.2.1', '1.2.0.192.in-addr.arpa'],
    ['0.0.0.0', '0.0.0.0.in-addr.arpa'],
    ['2001:DB8::567:89ab', 'b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa'],
    ['::ffff:192.0.2.1', `1.0.2.0.0.0.0.c.f.f.f.f.${'0.'.repeat(20)}ip6.arpa`],
    ['fe80::1%eth0', `1.${'0.'.repeat(28)}8.e.f.ip6.arpa`],
  ])('of %s is %s', (address, name) => {
    expect(reverseName(address)).toBe(name);
  });

  it('has the octets of the address backwards', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(reverseName(address)).toBe(`${address.split('.').reverse().join('.')}.in-addr.arpa`);
      }),
    );
    const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(groups, (values) => {
        const digits = values.map((value) => value.toString(16).padStart(4, '0')).join('');
        const name = `${[...digits].reverse().join('.')}.ip6.arpa`;
        expect(reverseName(values.map((value) => value.toString(16)).join(':'))).toBe(name);
      }),
    );
  });

  it.each(['', 'a', '192.0.2.1/24', '192.0.2', '192.0.2.1%eth0', '::/0', 'fe80::1%', '[::1]'])(
    'of %j is none',
    (text) => {
      expect(() => reverseName(text)).toThrow(
        new WireError('EBADSTR', `${JSON.stringify(text)} is not an IP address`),
      );
    },
  );
});

/** The address with one bit turned; which one wraps around. */
function flipBit(address: string, bit: number): string {
  const octets = address.includes(':') ? parseIpv6(address) : parseIpv4(address);
  const at = (bit >> 3) % octets.length;
  octets[at] = (octets[at] ?? 0) ^ (0x80 >> (bit & 7));
  return octets.length === 16 ? formatIpv6(octets) : formatIpv4(octets);
}
