import type { Answer } from 'dns-packet';
import { carrying, name, type Octets, record, repeat } from './octets.js';
import { address, alias, type Scenario } from './scenario.js';
import { type Script, send } from './script.js';

const host = (n: number) => `link${n}.test`;

/** A chain of so many links, the address at its end. */
function chain(links: number): (question: string) => readonly Answer[] {
  return (question) => [
    ...Array.from({ length: links }, (_, n) => alias(n === 0 ? question : host(n), host(n + 1))),
    address(host(links), '192.0.2.1'),
  ];
}

function answering(...answers: readonly Octets[]): Script {
  return { udp: [[send(carrying({ answers }))]] };
}

const good = ['192.0.2.1'];

/** Chains of aliases, records that were not asked for, and names that are no host names. */
export const chainScenarios: readonly Scenario[] = [
  { what: 'a chain of one link', script: { answers: chain(1) }, result: good },
  { what: 'a chain of 16 links', script: { answers: chain(16) }, result: good },
  { what: 'a chain of 17 links', script: { answers: chain(17) }, result: 'ENODATA' },
  {
    what: 'a chain of 20 links backwards',
    script: { answers: (of) => chain(20)(of).toReversed() },
    result: 'ENODATA',
  },
  { what: 'a chain backwards', script: { answers: (of) => chain(9)(of).toReversed() }, result: good },
  { what: 'an alias of itself', script: { answers: (of) => [alias(of, of)] }, result: 'ENODATA' },
  {
    what: 'an alias of itself, and an address',
    script: { answers: (of) => [alias(of, of), address(of, '192.0.2.1')] },
    result: good,
  },
  {
    what: 'a loop of two',
    script: { answers: (of) => [alias(of, host(1)), alias(host(1), of)] },
    result: 'ENODATA',
  },
  {
    what: 'a loop that does not come back to the question',
    script: { answers: (of) => [alias(of, host(1)), alias(host(1), host(2)), alias(host(2), host(1))] },
    result: 'ENODATA',
  },
  {
    what: 'a loop beside an address off the chain',
    script: { answers: (of) => [alias(of, of), address('bank.test', '198.51.100.66')] },
    result: 'ENODATA',
  },
  {
    what: 'an address of another name alone',
    script: { answers: () => [address('bank.test', '198.51.100.66')] },
    result: 'ENODATA',
  },
  {
    what: 'addresses of other names around the right one',
    script: {
      answers: (of) => [
        address('bank.test', '198.51.100.66'),
        address(of, '192.0.2.1'),
        address(`www.${of}`, '198.51.100.66'),
        address('', '198.51.100.66'),
      ],
    },
    result: good,
  },
  {
    what: 'aliases of other names',
    script: {
      answers: (of) => [
        alias('bank.test', host(1)),
        address(host(1), '198.51.100.66'),
        address(of, '192.0.2.1'),
      ],
    },
    result: good,
  },
  {
    what: 'an address in the authority section alone',
    script: { udp: [[send(carrying({ authorities: [record()] }))]] },
    result: 'ENODATA',
  },
  {
    what: 'an address in the additional section alone',
    script: { udp: [[send(carrying({ additionals: [record()] }))]] },
    result: 'ENODATA',
  },
  { what: 'an address of class CH', script: answering(record({ class: 3 })), result: 'ENODATA' },
  {
    what: 'an alias of class CH',
    script: answering(
      record({ class: 3, type: 5, rdata: name('x', 'test') }),
      record({ owner: name('x', 'test') }),
    ),
    result: 'ENODATA',
  },
  {
    what: 'records of another type',
    script: answering(record({ type: 16, rdata: [1, 0x61] })),
    result: 'ENODATA',
  },
  {
    what: 'the name in capitals in the answer',
    script: { answers: (of) => [address(of.toUpperCase(), '192.0.2.1')] },
    result: good,
  },
  {
    what: 'an alias in NXDOMAIN',
    script: { answers: (of) => [alias(of, host(1))], rcode: 3 },
    result: 'ENOTFOUND',
  },
  {
    what: 'a DNAME with the alias made from it',
    script: {
      answers: (of) => [
        { type: 'DNAME', class: 'IN', name: 'hostile.test', ttl: 60, data: 'elsewhere.test' },
        alias(of, of.replace('hostile.test', 'elsewhere.test')),
        address(of.replace('hostile.test', 'elsewhere.test'), '192.0.2.1'),
      ],
    },
    result: good,
  },
  {
    what: 'an alias with a dot, a line end, a quote and a NUL in a label',
    type: 'CNAME',
    script: answering(record({ type: 5, rdata: name([0x61, 0x2e, 0x0a, 0x22, 0x00], 'test') })),
    result: ['a\\.\\010\\"\\000.test'],
  },
  {
    what: 'a PTR record that says a terminal command',
    type: 'PTR',
    script: answering(record({ type: 12, rdata: name([0x1b, ...Buffer.from(']0;x'), 0x07]) })),
    result: ['\\027]0\\;x\\007'],
  },
  {
    what: 'a PTR record in octets that are no UTF-8',
    type: 'PTR',
    script: answering(record({ type: 12, rdata: name([0xff, 0xfe], 'test') })),
    result: ['\\255\\254.test'],
  },
  {
    what: 'an exchange that is a shell command',
    type: 'MX',
    script: answering(record({ type: 15, rdata: [0, 1, ...name('$(id);@')] })),
    result: ['\\$\\(id\\)\\;\\@'],
  },
  {
    what: 'a text of control characters',
    type: 'TXT',
    script: answering(record({ type: 16, rdata: [3, 0x61, 0x0d, 0x0a] })),
    result: ['a\\013\\010'],
  },
  {
    what: 'a text of empty strings',
    type: 'TXT',
    script: answering(record({ type: 16, rdata: [0, 0, 1, 0x61] })),
    result: ['a'],
  },
  {
    what: 'an alias of __proto__',
    type: 'CNAME',
    script: answering(record({ type: 5, rdata: name('__proto__') })),
    result: ['__proto__'],
  },
  {
    what: 'a label of 63 octets of escapes',
    type: 'NS',
    script: answering(record({ type: 2, rdata: name(repeat(0xc0, 63)) })),
    result: ['\\192'.repeat(63)],
  },
  {
    what: 'a name in RDATA that points to the question',
    type: 'CNAME',
    script: { udp: [[send(carrying({ answers: [record({ type: 5, rdata: [1, 0x77, 0xc0, 12] })] }))]] },
    result: ['w.{name}'],
  },
];
