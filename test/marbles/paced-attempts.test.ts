import { expect, it } from 'vitest';
import { parseServer } from '../../src/server-string.js';
import { marbles } from '../../src/testing/marbles.js';
import { exampleQuery, first, second } from '../observables/example.js';
import { noLimits } from './no-limits.js';
import { type ScriptedAttempts, scriptAttempts } from './scripted-attempts.js';

const one = exampleQuery({ timeout: 1000 });
const two = exampleQuery({ timeout: 1000, servers: [first, second] });
/** Ten in a second: one more at once, as a late timer is made up for, then one every 100 ms. */
const limits = { ...noLimits, rate: 10 };

it(
  'a query waits for its turn, and that does not count against its timeout',
  marbles((m) => {
    const { sent, tell } = scriptAttempts(m, ['5ms a', '900ms a'], { limits });
    m.expect(tell(one)).toBeObservable('5ms (a|)', { a: 'NOERROR 5: NOERROR udp 1 5' });
    m.expect(tell(one)).toBeObservable('1000ms (a|)', { a: 'NOERROR 900: NOERROR udp 1 900' });
    m.flush();
    expect(sent).toStrictEqual(['0 udp 1', '100 udp 1']);
  }),
);

it(
  'the next server is asked as long as it has room, and then the one with the shortest line',
  marbles((m) => {
    const { sent, tell } = scriptAttempts(m, ['5ms a'], { limits });
    for (let n = 0; n < 6; n += 1) tell(two).subscribe();
    m.flush();
    expect(sent).toStrictEqual(['0 udp 1', '0 udp 2', '100 udp 1', '100 udp 2', '200 udp 1', '200 udp 2']);
  }),
);

it(
  'a retry waits for its turn, too, and goes where there is room',
  marbles((m) => {
    const { sent, tell } = scriptAttempts(m, ['5ms r', '5ms r', '5ms a'], { limits });
    m.expect(tell(two)).toBeObservable('105ms (a|)', {
      a: 'NOERROR 105: REFUSED udp 1 5, REFUSED udp 2 5, NOERROR udp 1 5',
    });
    m.flush();
    expect(sent).toStrictEqual(['0 udp 1', '5 udp 2', '100 udp 1']);
  }),
);

it(
  'unsubscribing frees a turn at once, for those behind it',
  marbles((m) => {
    const { sent, tell } = scriptAttempts(m, ['5ms a'], { limits });
    tell(one).subscribe();
    m.expect(tell(one), '^ 50ms !').toBeObservable('');
    m.expect(tell(one)).toBeObservable('105ms (a|)', { a: 'NOERROR 5: NOERROR udp 1 5' });
    m.flush();
    expect(sent).toStrictEqual(['0 udp 1', '100 udp 1']);
  }),
);

it(
  'no more is under way at a server than the limit allows',
  marbles((m) => {
    const { sent, tell } = scriptAttempts(m, ['5ms a'], { limits: { ...noLimits, concurrency: 2 } });
    for (let n = 0; n < 5; n += 1) tell(one).subscribe();
    m.flush();
    expect(sent).toStrictEqual(['0 udp 1', '0 udp 1', '5 udp 1', '5 udp 1', '10 udp 1']);
  }),
);

it(
  'without a limit, nothing waits and every server has its round',
  marbles((m) => {
    const { sent, tell } = scriptAttempts(m, ['5ms r', '5ms a']);
    m.expect(tell(two)).toBeObservable('10ms (a|)', { a: 'NOERROR 10: REFUSED udp 1 5, NOERROR udp 2 5' });
    m.flush();
    expect(sent).toStrictEqual(['0 udp 1', '5 udp 2']);
  }),
);

/** Of the first server, that it speaks, and of the second, that it does not. */
function silence({ paces }: ScriptedAttempts): void {
  paces.of(first).presence.heard();
  for (let n = 0; n < 3; n += 1) paces.of(second).presence.silent();
}

it(
  'a server that is gone is passed over while another one speaks',
  marbles((m) => {
    const scripted = scriptAttempts(m, ['5ms s', '5ms r', '5ms s']);
    silence(scripted);
    m.expect(scripted.tell(two)).toBeObservable('15ms (a|)', {
      a: 'SERVFAIL 15: SERVFAIL udp 1 5, REFUSED udp 1 5, SERVFAIL udp 1 5',
    });
    m.flush();
  }),
);

it(
  'a server that is gone has its rounds while no other one speaks',
  marbles((m) => {
    const scripted = scriptAttempts(m, ['5ms #', '5ms #', '5ms a']);
    silence(scripted);
    for (let n = 0; n < 3; n += 1) scripted.paces.of(first).presence.silent();
    // One of another query does.
    scripted.paces.of(parseServer('192.0.2.9')).presence.heard();
    scripted.tell(two).subscribe();
    m.flush();
    expect(scripted.sent).toStrictEqual(['0 udp 1', '5 udp 2', '10 udp 1']);
  }),
);

it(
  'no more than 16 find out whether a server is there, while another one speaks',
  marbles((m) => {
    const { paces, sent, ask } = scriptAttempts(m, [...new Array<string>(20).fill('5ms s'), '']);
    paces.of(first).presence.heard();
    for (let n = 0; n < 20; n += 1) ask(two).subscribe({ error: () => undefined });
    m.scheduler.schedule(() => expect(sent.filter((each) => each === '5 udp 2')).toHaveLength(16), 6);
    m.scheduler.schedule(() => expect(sent.filter((each) => each === '5 udp 1')).toHaveLength(4), 6);
    m.flush();
    expect(sent[16 + 20]).toBe('5 udp 1');
  }),
);

it(
  'what becomes of a question that was refused before shows in a trial',
  marbles((m) => {
    const adaptive = { ...noLimits, adaptive: true };
    const { paces, sent, tell } = scriptAttempts(m, ['5ms r', '5ms r', '5ms a'], { limits: adaptive });
    const pace = paces.of(first);
    for (let n = 0; n < 20; n += 1) pace.note('answered', 0, 0);
    for (let n = 0; n < 6; n += 1) pace.note('refused', 0, 0);
    m.scheduler.schedule(() => tell(one).subscribe(), 60);
    m.flush();
    expect(sent).toStrictEqual(['60 udp 1', '65 udp 1', '70 udp 1']);
    expect(pace.state.trial).toMatchObject({ of: 3, failed: 2, again: { answered: 1, failed: 1 } });
  }),
);
