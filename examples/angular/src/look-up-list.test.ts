import { Resolver } from 'rxdns';
import { fakeNetwork, marbles } from 'rxdns/testing';
import { map, timer } from 'rxjs';
import { expect, it } from 'vitest';
import { lookUpList, type Progress, readNames } from './look-up-list.js';

const servers = ['192.0.2.1'];
const names = ['a.example', 'b.example', 'c.example', 'd.example', 'e.example'];
const reply = { r: { answers: [{ type: 'A', address: '192.0.2.7' }] } } as const;

// #region limit
it(
  'asks no more at a time than the limit',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '150ms r', reply);
    const dns = new Resolver({ servers, connect: network.connect, tries: 1, edns: false });

    m.expect(lookUpList(dns, names, 2).pipe(map(counts))).toBeObservable('a 199ms b 99ms c 149ms (d|)', {
      a: 'running 0 of 5',
      b: 'running 2 of 5',
      c: 'running 4 of 5',
      d: 'finished 5 of 5',
    });
    m.flush();
    expect(network.sent.map(({ time }) => time)).toEqual([0, 0, 150, 150, 300]);
  }),
);
// #endregion

it(
  'asks nothing more once it is cancelled',
  marbles(() => {
    const network = fakeNetwork().answer({}, '150ms r', reply);
    const dns = new Resolver({ servers, connect: network.connect, tries: 1, edns: false });
    const subscription = lookUpList(dns, names, 2).subscribe();
    timer(200).subscribe(() => subscription.unsubscribe());
    timer(1000).subscribe(() => expect(network.sent).toHaveLength(4));
  }),
);

it(
  'is finished at once where there is nothing to look up',
  marbles((m) => {
    const dns = new Resolver({ servers, connect: fakeNetwork().connect });
    m.expect(lookUpList(dns, [], 2).pipe(map(counts))).toBeObservable('(a|)', { a: 'finished 0 of 0' });
  }),
);

it('reads names whatever is between them, each once', () => {
  expect(readNames(' a.example, b.example;a.example\n\nc.example\t')).toEqual([
    'a.example',
    'b.example',
    'c.example',
  ]);
  expect(readNames(' \n')).toEqual([]);
});

function counts({ state, outcomes, total }: Progress): string {
  return `${state} ${outcomes.length} of ${total}`;
}
