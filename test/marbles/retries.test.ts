import { map } from 'rxjs/operators';
import { expect, it } from 'vitest';
import { DnsError, type DnsErrorCode } from '../../src/errors.js';
import type { Attempt } from '../../src/observables/exchange.js';
import type { Question } from '../../src/records/message.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { addressReply, openFor, scriptedResolver, sentAt } from './scripted-resolver.js';

const question: Question = { name: 'a.example', type: 'A', class: 'IN' };
const reply = addressReply('192.0.2.10');

it(
  'a lost query is sent again when it times out',
  marbles((m) => {
    const network = fakeNetwork().answer({}, ['', '20ms r'], { r: reply });
    const trail$ = scriptedResolver(network)
      .response$('a.example', 'A')
      .pipe(map(({ attempts, elapsed }) => ({ attempts, elapsed })));
    m.expect(trail$).toBeObservable('2020ms (t|)', {
      t: { elapsed: 2020, attempts: [attempt(2000, 'ETIMEOUT'), attempt(20, 'NOERROR')] },
    });
    m.flush();
    expect(openFor(network)).toStrictEqual(['0 to 2000', '2000 to 2020']);
  }),
);

it(
  'silence: the timeout doubles, one last attempt goes over TCP, then ETIMEOUT with the trail',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '');
    const query$ = scriptedResolver(network, { timeout: 1000 }).query$('a.example', 'A');
    m.expect(query$).toBeObservable(
      '8s #',
      undefined,
      failure('ETIMEOUT', 'no server answered in time (4 attempts)', 8000, [
        attempt(1000, 'ETIMEOUT'),
        attempt(2000, 'ETIMEOUT'),
        attempt(4000, 'ETIMEOUT'),
        { ...attempt(1000, 'ETIMEOUT'), transport: 'tcp' },
      ]),
    );
    m.flush();
    expect(sentAt(network)).toStrictEqual(['0 udp', '1000 udp', '3000 udp', '7000 tcp']);
    expect(openFor(network)).toStrictEqual(['0 to 1000', '1000 to 3000', '3000 to 7000', '7000 to 8000']);
  }),
);

it(
  "options of one query take the place of the resolver's",
  marbles((m) => {
    const network = fakeNetwork()
      .answer({ transport: 'udp' }, '')
      .answer({ transport: 'tcp' }, '5ms r', { r: reply });
    const answer$ = scriptedResolver(network).query$('a.example', 'A', { timeout: 100, tries: 1 });
    m.expect(answer$.pipe(map((records) => records.length))).toBeObservable('105ms (r|)', { r: 1 });
  }),
);

it(
  'a refused connection is no reason to wait',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '5ms #');
    const cause = Object.assign(new Error('connect ECONNREFUSED 192.0.2.1:53'), { code: 'ECONNREFUSED' });
    m.expect(scriptedResolver(network).query$('a.example', 'A')).toBeObservable(
      '15ms #',
      undefined,
      failure(
        'ECONNREFUSED',
        'no server could be reached (3 attempts)',
        15,
        [attempt(5, 'ECONNREFUSED'), attempt(5, 'ECONNREFUSED'), attempt(5, 'ECONNREFUSED')],
        cause,
      ),
    );
  }),
);

const unreachable = Object.assign(new Error('no route'), { code: 'EHOSTUNREACH' });

it(
  'the next server is asked when the first is silent, refuses or fails',
  marbles((m) => {
    const network = fakeNetwork()
      .answer({ address: '192.0.2.1' }, '')
      .answer({ address: '192.0.2.2' }, '3ms x', { x: { rcode: 'REFUSED' } })
      .answer({ address: '192.0.2.3' }, '4ms #', {}, unreachable)
      .answer({ address: '192.0.2.4' }, '5ms r', { r: reply });
    const servers = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];
    const resolver = scriptedResolver(network, { servers });
    const response$ = resolver.response$('a.example', 'A');
    m.expect(response$.pipe(map(({ server, attempts }) => [server, ...outcomes(attempts)]))).toBeObservable(
      '2012ms (r|)',
      { r: ['192.0.2.4', 'ETIMEOUT', 'REFUSED', 'EHOSTUNREACH', 'NOERROR'] },
    );
  }),
);

it(
  'a truncated answer is asked for again over TCP, to the same server, at once',
  marbles((m) => {
    const network = fakeNetwork()
      .accept({ transport: 'tcp' }, '10ms o')
      .answer({ transport: 'udp' }, '5ms t', { t: { flags: { tc: true } } })
      .answer({ transport: 'tcp' }, '7ms r', { r: reply });
    const response$ = scriptedResolver(network).response$('a.example', 'A');
    m.expect(
      response$.pipe(map(({ transport, attempts }) => [transport, ...outcomes(attempts)])),
    ).toBeObservable('22ms (r|)', { r: ['tcp', 'TRUNCATED', 'NOERROR'] });
    m.flush();
    expect(sentAt(network)).toStrictEqual(['0 udp', '15 tcp']);
  }),
);

it(
  'a TCP connection that the peer closes is asked again on another one',
  marbles((m) => {
    const network = fakeNetwork().answer({}, ['5ms |', '5ms r'], { r: reply });
    const response$ = scriptedResolver(network, { useTcp: true }).response$('a.example', 'A');
    m.expect(response$.pipe(map(({ attempts }) => outcomes(attempts)))).toBeObservable('10ms (r|)', {
      r: ['EOF', 'NOERROR'],
    });
  }),
);

it(
  'a negative answer is final',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '5ms x', { x: { rcode: 'NXDOMAIN' } });
    const response$ = scriptedResolver(network).response$('a.example', 'A');
    m.expect(response$.pipe(map(({ rcode }) => rcode))).toBeObservable('5ms (x|)', { x: 'NXDOMAIN' });
    m.flush();
    expect(sentAt(network)).toStrictEqual(['0 udp']);
  }),
);

function attempt(elapsed: number, outcome: string): Attempt {
  return { server: '192.0.2.1', transport: 'udp', elapsed, outcome };
}

function outcomes(attempts: readonly Attempt[]): readonly string[] {
  return attempts.map(({ outcome }) => outcome);
}

function failure(
  code: DnsErrorCode,
  what: string,
  elapsed: number,
  attempts: readonly Attempt[],
  cause?: unknown,
): DnsError {
  return new DnsError(code, `A a.example: ${what}`, { question, attempts, elapsed, cause });
}
