import { describe, expect, it } from 'vitest';
import type { AddressEvent } from '../../src/observables/addresses.js';
import type { Family } from '../../src/observables/host-answer.js';
import { marbles } from '../../src/testing/marbles.js';
import { askedFor, hear, hostNetwork, openConnections, type Replies } from './host-network.js';
import { type HostResolverOptions, hostResolver } from './host-resolver.js';

interface Row extends HostResolverOptions {
  readonly what: string;
  readonly host?: string;
  readonly family?: 0 | Family;
  readonly replies?: Replies;
  /** What was heard: `time +added of all known`. */
  readonly heard: readonly string[];
  readonly asked?: readonly string[];
}

const [v4, v6] = ['192.0.2.7', '2001:db8::7'];
const both = ['a.example AAAA', 'a.example A'];

function describeEvent({ added, addresses }: AddressEvent): string {
  const texts = (list: AddressEvent['added']) => list.map(({ address }) => address).join();
  return `+${texts(added)} of ${texts(addresses)}`;
}

function answers(a: string, aaaa: string): Replies {
  return { 'a.example A': a, 'a.example AAAA': aaaa };
}

const rows: readonly Row[] = [
  {
    what: 'IPv6 comes first where both are as fast',
    replies: answers(v4, v6),
    heard: [`5 +${v6} of ${v6}`, `5 +${v4} of ${v6},${v4}`, '5 end'],
  },
  {
    what: 'IPv4 follows whenever it comes',
    replies: answers(`90ms ${v4}`, v6),
    heard: [`5 +${v6} of ${v6}`, `90 +${v4} of ${v6},${v4}`, '90 end'],
  },
  {
    what: 'IPv4 is held back until IPv6 comes',
    replies: answers(v4, `40ms ${v6}`),
    heard: [`40 +${v6} of ${v6}`, `40 +${v4} of ${v6},${v4}`, '40 end'],
  },
  {
    what: 'IPv4 is held back for 50 ms',
    replies: answers(v4, `60ms ${v6}`),
    heard: [`55 +${v4} of ${v4}`, `60 +${v6} of ${v6},${v4}`, '60 end'],
  },
  {
    what: 'IPv4 is held back no longer than IPv6 may come: NODATA',
    replies: answers(v4, '20ms NODATA'),
    heard: [`20 +${v4} of ${v4}`, '20 end'],
  },
  {
    what: 'IPv4 is held back no longer than IPv6 may come: SERVFAIL',
    replies: answers(v4, '20ms SERVFAIL'),
    heard: [`20 +${v4} of ${v4}`, '20 end'],
  },
  {
    what: 'IPv4 alone, after IPv6 said no',
    replies: answers(`20ms ${v4}`, 'NODATA'),
    heard: [`20 +${v4} of ${v4}`, '20 end'],
  },
  {
    what: 'IPv6 silent: the stream ends when it has timed out',
    replies: answers(v4, 'silence'),
    heard: [`55 +${v4} of ${v4}`, '200 end'],
    asked: [...both, 'a.example AAAA'],
  },
  {
    what: 'IPv4 alone is not held back',
    family: 4,
    replies: answers(v4, v6),
    heard: [`5 +${v4} of ${v4}`, '5 end'],
    asked: ['a.example A'],
  },
  {
    what: 'IPv6 alone',
    family: 6,
    replies: answers(v4, v6),
    heard: [`5 +${v6} of ${v6}`, '5 end'],
    asked: ['a.example AAAA'],
  },
  {
    what: 'several of one family',
    replies: answers('192.0.2.7 192.0.2.8 192.0.2.7', 'NODATA'),
    heard: ['5 +192.0.2.7,192.0.2.8 of 192.0.2.7,192.0.2.8', '5 end'],
  },
  { what: 'none', replies: answers('NODATA', 'NODATA'), heard: ['5 ENODATA'] },
  { what: 'no such name', heard: ['5 ENOTFOUND'] },
  { what: 'failures', replies: answers('REFUSED', '20ms NODATA'), heard: ['20 EREFUSED'] },
  { what: 'the hosts file', hosts: `${v4} a.example`, heard: [`0 +${v4} of ${v4}`, '0 end'], asked: [] },
  { what: 'a literal', host: v6, heard: [`0 +${v6} of ${v6}`, '0 end'], asked: [] },
  {
    what: 'localhost',
    host: 'localhost',
    heard: ['0 +::1 of ::1', '0 +127.0.0.1 of ::1,127.0.0.1', '0 end'],
    asked: [],
  },
  { what: 'a bad name', host: 'a..b', heard: ['0 EBADNAME'], asked: [] },
  { what: 'a bad family', family: 5 as Family, heard: ['0 ENOTIMP'], asked: [] },
  {
    what: 'the search list',
    host: 'a',
    domains: ['first.example', 'example'],
    replies: { 'a.example A': v4, 'a.example AAAA': v6 },
    heard: [`10 +${v6} of ${v6}`, `10 +${v4} of ${v6},${v4}`, '10 end'],
    asked: ['a.first.example AAAA', 'a.first.example A', ...both],
  },
];

it.each(rows)(
  '$what',
  marbles((m, { host = 'a.example', family, heard, asked = both, ...row }: Row) => {
    const network = hostNetwork(row.replies);
    const options = family === undefined ? {} : { family };
    const subscribed = hear(m.scheduler, hostResolver(network, row).addresses$(host, options), describeEvent);
    expect(subscribed.heard).toStrictEqual([]);
    m.flush();
    expect(subscribed.heard).toStrictEqual(heard);
    expect(askedFor(network)).toStrictEqual(asked);
  }),
);

describe('what is held back is never told', () => {
  const replies = answers(v4, 'silence');

  it(
    'after unsubscribing',
    marbles((m) => {
      const network = hostNetwork(replies);
      const { heard, subscription } = hear(m.scheduler, hostResolver(network).addresses$('a.example'));
      m.scheduler.schedule(() => subscription.unsubscribe(), 30);
      m.scheduler.schedule(() => expect(openConnections(network)).toBe(0), 31);
      m.flush();
      expect(heard).toStrictEqual([]);
      expect(network.sent.length).toBe(2);
    }),
  );

  it(
    'after cancel',
    marbles((m) => {
      const resolver = hostResolver(hostNetwork(replies));
      const { heard } = hear(m.scheduler, resolver.addresses$('a.example'), describeEvent);
      m.scheduler.schedule(() => resolver.cancel(), 30);
      m.flush();
      expect(heard).toStrictEqual(['30 ECANCELLED']);
    }),
  );
});

it(
  'the deadline ends what was waited for after the first addresses',
  marbles((m) => {
    const network = hostNetwork(answers(v4, 'silence'));
    const { heard } = hear(
      m.scheduler,
      hostResolver(network).addresses$('a.example', { deadline: 80 }),
      describeEvent,
    );
    m.scheduler.schedule(() => expect(openConnections(network)).toBe(0), 81);
    m.flush();
    expect(heard).toStrictEqual([`55 +${v4} of ${v4}`, '80 end']);
  }),
);

it(
  'the deadline is an error where there are no addresses by then',
  marbles((m) => {
    const resolver = hostResolver(hostNetwork(answers('silence', 'silence')));
    const { heard } = hear(m.scheduler, resolver.addresses$('a.example', { deadline: 30 }), describeEvent);
    m.flush();
    expect(heard).toStrictEqual(['30 ETIMEOUT']);
  }),
);
