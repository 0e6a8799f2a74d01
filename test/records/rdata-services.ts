import { ascii, exampleCom, fooExampleCom, fooExampleOrg, octets, type RdataRow } from './rdata-row.js';

export const services: readonly RdataRow[] = [
  ...(['SVCB', 'HTTPS'] as const).map((type) => ({
    type,
    what: 'RFC 9460 figure 2: an alias',
    hex: `0000 ${fooExampleCom}`,
    fields: { priority: 0, target: 'foo.example.com', params: {} },
    text: '0 foo.example.com.',
    alsoWritten: ['0 foo'],
  })),
  {
    type: 'SVCB',
    what: 'RFC 9460 figure 3',
    hex: '0001 00',
    fields: { priority: 1, target: '.', params: {} },
    text: '1 .',
  },
  {
    type: 'SVCB',
    what: 'RFC 9460 figure 4: a port',
    hex: `0010 ${fooExampleCom} 0003 0002 0035`,
    fields: { priority: 16, target: 'foo.example.com', params: { port: 53 } },
    text: '16 foo.example.com. port=53',
    alsoWritten: ['16 foo.example.com. port="53"', '16 foo key3="\\0005"'],
  },
  {
    type: 'SVCB',
    what: 'RFC 9460 figure 5: a key without a name',
    hex: `0001 ${fooExampleCom} 029b 0005 ${ascii('hello')}`,
    fields: { priority: 1, target: 'foo.example.com', params: { key667: octets(ascii('hello')) } },
    text: '1 foo.example.com. key667="hello"',
    alsoWritten: ['1 foo.example.com. key667=hello'],
  },
  {
    type: 'SVCB',
    what: 'RFC 9460 figure 6: its value quoted',
    hex: `0001 ${fooExampleCom} 029b 0009 ${ascii('hello')} d2 ${ascii('qoo')}`,
    fields: { priority: 1, target: 'foo.example.com', params: { key667: octets('68656c6c6fd2716f6f') } },
    text: '1 foo.example.com. key667="hello\\210qoo"',
  },
  {
    type: 'SVCB',
    what: 'RFC 9460 figure 7: IPv6 hints',
    hex: `0001 ${fooExampleCom} 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001`,
    fields: {
      priority: 1,
      target: 'foo.example.com',
      params: { ipv6hint: ['2001:db8::1', '2001:db8::53:1'] },
    },
    text: '1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1',
    alsoWritten: ['1 foo.example.com. ipv6hint="2001:db8::1,2001:db8::53:1"'],
  },
  {
    type: 'SVCB',
    what: 'RFC 9460 figure 8: an IPv6 hint in IPv4 form',
    hex: `0001 ${exampleCom} 0006 0010 20010db80122034400000000c0000221`,
    fields: { priority: 1, target: 'example.com', params: { ipv6hint: ['2001:db8:122:344::c000:221'] } },
    text: '1 example.com. ipv6hint=2001:db8:122:344::c000:221',
    alsoWritten: ['1 example.com. ipv6hint="2001:db8:122:344::192.0.2.33"'],
  },
  {
    type: 'SVCB',
    what: 'RFC 9460 figure 9: keys and mandatory keys in any order',
    hex: `0010 ${fooExampleOrg} 0000 0004 0001 0004 0001 0009 02${ascii('h2')} 05${ascii('h3-19')} 0004 0004 c0000201`,
    fields: {
      priority: 16,
      target: 'foo.example.org',
      params: { mandatory: ['alpn', 'ipv4hint'], alpn: ['h2', 'h3-19'], ipv4hint: ['192.0.2.1'] },
    },
    text: '16 foo.example.org. mandatory=alpn,ipv4hint alpn="h2,h3-19" ipv4hint=192.0.2.1',
    alsoWritten: ['16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1'],
  },
  {
    type: 'SVCB',
    what: 'RFC 9460 figure 10: escapes inside the list',
    hex: `0010 ${fooExampleOrg} 0001 000c 08 ${ascii('f\\oo,bar')} 02${ascii('h2')}`,
    fields: { priority: 16, target: 'foo.example.org', params: { alpn: ['f\\oo,bar', 'h2'] } },
    text: '16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"',
    alsoWritten: ['16 foo.example.org. alpn=f\\\\\\092oo\\092,bar,h2'],
  },
  {
    type: 'HTTPS',
    what: 'every key',
    hex: `0001 00
      0000 0004 0003 ff00
      0001 0006 02${ascii('h3')} 02 0aff
      0002 0000
      0003 0002 01bb
      0004 0008 c0000201 c0000202
      0005 0003 000102
      0006 0010 20010db8000000000000000000000001
      0007 0010 ${ascii('/dns-query{?dns}')}
      0008 0000
      ff00 0002 2200`,
    fields: {
      priority: 1,
      target: '.',
      params: {
        mandatory: ['port', 'key65280'],
        alpn: ['h3', '\\010\\255'],
        noDefaultAlpn: true,
        port: 443,
        ipv4hint: ['192.0.2.1', '192.0.2.2'],
        ech: octets('000102'),
        ipv6hint: ['2001:db8::1'],
        dohpath: '/dns-query{?dns}',
        key8: octets(''),
        key65280: octets('2200'),
      },
    },
    text:
      '1 . mandatory=port,key65280 alpn="h3,\\010\\255" no-default-alpn port=443 ' +
      'ipv4hint=192.0.2.1,192.0.2.2 ech=AAEC ipv6hint=2001:db8::1 dohpath="/dns-query{?dns}" key8="" ' +
      'key65280="\\"\\000"',
  },
];
