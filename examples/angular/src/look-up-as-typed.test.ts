// #region typed
import { Resolver } from 'rxdns';
import { DnsTestingController, fakeNetwork, marbles } from 'rxdns/testing';
import { map, timer } from 'rxjs';
import { expect, it } from 'vitest';
import { type Lookups, lookUpAsTyped } from './look-up-as-typed.js';

const servers = ['192.0.2.1'];
const reply = { r: { answers: [{ type: 'A', address: '192.0.2.7' }] } } as const;

it(
  'asks once the keys rest, and tells what is there as it comes',
  marbles((m) => {
    const network = fakeNetwork()
      .answer({ type: 'A' }, '10ms r', reply)
      .answer({ type: 'AAAA' }, '30ms r', { r: { rcode: 'NXDOMAIN' } })
      .answer({ type: 'MX' }, '20ms r', { r: {} })
      .answer({ type: 'TXT' }, '40ms r', { r: { rcode: 'REFUSED' } });
    const dns = new Resolver({ servers, connect: network.connect, tries: 1, edns: false });
    const typed$ = m.hot('a 99ms b 899ms |', { a: 'a.exampl', b: 'a.example' });

    m.expect(lookUpAsTyped(dns, typed$).pipe(map(statuses))).toBeObservable(
      'a 99ms b 259ms c 9ms d 9ms e 9ms f 609ms |',
      {
        a: 'a.exampl - - - -',
        b: 'a.example - - - -',
        c: 'a.example NOERROR - - -',
        d: 'a.example NOERROR - NODATA -',
        e: 'a.example NOERROR NXDOMAIN NODATA -',
        f: 'a.example NOERROR NXDOMAIN NODATA REFUSED',
      },
    );
    m.flush();
    // Nothing was asked for what was typed on the way.
    expect(new Set(network.sent.flatMap(({ message }) => message.questions.map(({ name }) => name)))).toEqual(
      new Set(['a.example']),
    );
  }),
);

it(
  'cancels with the first keystroke what it makes stale',
  marbles((m) => {
    const dns = new DnsTestingController();
    const resolver = new Resolver(dns.options);
    const typed$ = m.hot('a 299ms b', { a: 'a.example', b: 'b.example' });
    const subscription = lookUpAsTyped(resolver, typed$).subscribe();

    timer(299).subscribe(() => {
      const stale = dns.match('a.example');
      expect(stale.map(({ cancelled }) => cancelled)).toEqual([false, false, false, false]);
      timer(1).subscribe(() => {
        expect(stale.map(({ cancelled }) => cancelled)).toEqual([true, true, true, true]);
        dns.verify();
      });
    });
    timer(551).subscribe(() => {
      expect(dns.match('b.example')).toHaveLength(4);
      subscription.unsubscribe();
    });
  }),
);
// #endregion

function statuses({ name, answers }: Lookups): string {
  return [name, ...answers.map(({ outcome }) => outcome?.status ?? '-')].join(' ');
}
