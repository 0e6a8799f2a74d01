import { EMPTY, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  type AddressHints,
  type AddressInfoServices,
  addressInfo,
} from '../../src/observables/address-info.js';
import type { Family } from '../../src/observables/host-answer.js';
import { marbles } from '../../src/testing/marbles.js';
import { hear, hostNetwork, type Replies } from './host-network.js';
import { type HostResolverOptions, hostResolver } from './host-resolver.js';

describe('canonicalName', () => {
  it.each<
    [what: string, host: string, options: HostResolverOptions & { readonly replies?: Replies }, links: string]
  >([
    [
      'the chain',
      'a.example',
      { replies: { 'a.example A': '> b.example > c.example 192.0.2.7' } },
      'a.example > b.example 300, b.example > c.example 300',
    ],
    ['no chain', 'A.example', { replies: { 'a.example A': '192.0.2.7' } }, 'A.example > A.example 0'],
    ['a suffix', 'a', { domains: ['example'], replies: { 'a.example A': '192.0.2.7' } }, 'a > a.example 0'],
    ['the hosts file', 'c', { hosts: '1.1.1.1 a.example b c' }, 'c > a.example 0'],
    [
      'the hosts file, by its first name',
      'a.example',
      { hosts: '1.1.1.1 a.example b' },
      'a.example > a.example 0',
    ],
    ['a literal', '192.0.2.9', {}, '192.0.2.9 > 192.0.2.9 0'],
    ['localhost', 'localhost', {}, 'localhost > localhost 0'],
  ])(
    '%s',
    marbles((m, _what, host: string, { replies, ...options }, links: string) => {
      const resolver = hostResolver(hostNetwork(replies), options);
      const ask = (hints: AddressHints) =>
        hear(m.scheduler, resolver.getaddrinfo$(host, { family: 4, ...hints }), ({ canonicalNames }) =>
          canonicalNames.map(({ alias, name, ttl }) => `${alias} > ${name} ${ttl}`).join(', '),
        );
      const [wanted, unwanted] = [ask({ canonicalName: true }), ask({})];
      m.flush();
      expect(wanted.heard[0]?.replace(/^\d+ /, '')).toBe(links);
      expect(unwanted.heard[0]?.replace(/^\d+ /, '')).toBe('');
    }),
  );

  it(
    'without a host there is none',
    marbles((m) => {
      const info$ = hostResolver(hostNetwork()).getaddrinfo$(undefined, { canonicalName: true });
      const { heard } = hear(m.scheduler, info$, ({ canonicalNames }) => String(canonicalNames.length));
      m.flush();
      expect(heard).toStrictEqual(['0 0', '0 end']);
    }),
  );
});

describe('addrConfig', () => {
  interface Row {
    readonly configured: readonly Family[];
    readonly hints: AddressHints;
    readonly asked: readonly string[];
    readonly host?: string;
  }

  it.each<Row>([
    { configured: [4, 6], hints: {}, asked: ['AAAA', 'A'] },
    { configured: [4], hints: {}, asked: ['A'] },
    { configured: [6], hints: {}, asked: ['AAAA'] },
    { configured: [], hints: {}, asked: ['AAAA', 'A'] },
    { configured: [4], hints: { family: 4 }, asked: ['A'] },
    { configured: [4], hints: { family: 6 }, asked: [] },
    { configured: [4], hints: { family: 6, v4Mapped: true }, asked: ['A'] },
    { configured: [6], hints: { family: 6, v4Mapped: true }, asked: ['AAAA'] },
    { configured: [6], hints: { addrConfig: false }, asked: ['AAAA', 'A'] },
    { configured: [6], hints: {}, asked: [], host: '192.0.2.9' },
  ])(
    '$configured configured, $hints: asks for $asked',
    marbles((m, { configured, hints, asked, host = 'a.example' }: Row) => {
      const types: string[] = [];
      const services: AddressInfoServices = {
        scheduler: m.scheduler,
        lookups: 'b',
        search: { ndots: 1, domains: [], aliases: new Map() },
        hosts: { find: () => undefined, findByAddress: () => undefined },
        services: { port: () => undefined, name: () => undefined },
        configuredFamilies: () => configured,
        order: of,
        sort: (addresses) => addresses,
        ask: (_name, type) => {
          types.push(type);
          return EMPTY;
        },
      };
      const { heard } = hear(m.scheduler, addressInfo(host, { addrConfig: true, ...hints }, services));
      m.flush();
      expect(types).toStrictEqual(asked);
      expect(heard).toStrictEqual(['0 ENOTFOUND']);
    }),
  );
});
