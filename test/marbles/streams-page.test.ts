import { catchError, concat, filter, map, type Observable, switchMap, throwError, timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { DnsError, isDnsError } from '../../src/errors.js';
import { queryEach } from '../../src/observables/query-each.js';
import type { ResolverOptions } from '../../src/options.js';
import type { Resolver } from '../../src/resolver.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedMessage } from '../../src/testing/fake-reply.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { scriptedResolver } from './scripted-resolver.js';
import { type Rows, readDiagrams } from './streams-page.js';

const name = 'a.example';

const a: ScriptedMessage = { answers: [{ type: 'A', address: '192.0.2.1', ttl: 60 }] };
const b: ScriptedMessage = { answers: [{ type: 'A', address: '192.0.2.2', ttl: 60 }] };
const aaaa: ScriptedMessage = { answers: [{ type: 'AAAA', address: '2001:db8::1' }] };
const txt = (text: string): ScriptedMessage => ({
  answers: [{ type: 'TXT', text, strings: [new TextEncoder().encode(text)] }],
});

/** One diagram of the page, and what it is held against. */
class Picture {
  readonly network = fakeNetwork();
  readonly m: MarbleContext;
  readonly #rows: Rows;
  readonly #read = new Set<string>();

  constructor(m: MarbleContext, rows: Rows) {
    this.m = m;
    this.#rows = rows;
  }

  /** A row; every row of a diagram has to be read by its test. */
  row(label: string): string {
    this.#read.add(label);
    const row = this.#rows[label];
    if (row === undefined) throw new Error(`there is no row ${label}`);
    return row;
  }

  /** A resolver whose servers do what rows say. */
  resolver(options: ResolverOptions = {}): Resolver {
    return scriptedResolver(this.network, options);
  }

  /** Expects a stream to do what its row says; values are compared by the letter that `letterOf` gives them. */
  expect<T>(label: string, stream$: Observable<T>, letterOf: (value: T) => string, error?: DnsError): void {
    this.m.expect(stream$.pipe(map(letterOf))).toBeObservable(this.row(label), undefined, error);
  }

  /** Checks what was sent, and how long the first connection was open, where there are rows for it. */
  finish(): void {
    this.m.flush();
    if (this.#rows['sent'] !== undefined)
      expect(this.network.sent.map(({ time }) => time)).toStrictEqual(times(this.row('sent')));
    if (this.#rows['socket'] !== undefined) {
      const { subscribedFrame, unsubscribedFrame } = TestScheduler.parseMarblesAsSubscriptions(
        this.row('socket'),
        true,
      );
      const [first] = this.network.connections;
      expect([first?.opened, first?.closed]).toStrictEqual([subscribedFrame, unsubscribedFrame]);
    }
    expect([...this.#read].sort()).toStrictEqual(Object.keys(this.#rows).sort());
  }
}

/** When a diagram has a value. */
function times(diagram: string): readonly number[] {
  return TestScheduler.parseMarbles(diagram, undefined, undefined, false, true).map(({ frame }) => frame);
}

/** What a server does when it is asked. */
function serve(picture: Picture, replies: Readonly<Record<string, ScriptedMessage>>, ...labels: string[]) {
  const scripts = labels.map((label) => picture.row(label));
  return picture.network.answer({}, scripts, replies);
}

const always = (letter: string) => () => letter;

const pictures: Readonly<Record<string, (picture: Picture) => void>> = {
  query(picture) {
    serve(picture, { a }, 'server');
    picture.expect('query$', picture.resolver().query$(name, 'A'), always('r'));
  },

  cancel(picture) {
    serve(picture, { a }, 'server');
    const query$ = picture.resolver().query$(name, 'A');
    picture.m.expect(query$, picture.row('subscribed')).toBeObservable(picture.row('query$'));
  },

  cache(picture) {
    serve(picture, { a }, 'server');
    const query$ = picture.resolver({ cache: {} }).query$(name, 'A');
    picture.expect('both', concat(query$, query$), always('r'));
  },

  coalesce(picture) {
    serve(picture, { a }, 'server');
    const query$ = picture.resolver({ coalesce: true }).query$(name, 'A');
    picture.expect('first', query$, always('r'));
    picture.expect('second', timer(2).pipe(switchMap(() => query$)), always('r'));
  },

  retry(picture) {
    serve(picture, { a }, 'server once', 'server again');
    picture.expect('query$', picture.resolver().query$(name, 'A'), always('r'));
  },

  failures(picture) {
    serve(picture, { n: { rcode: 'NXDOMAIN' } }, 'server');
    const resolver = picture.resolver();
    // What else the error has is another test's matter.
    const code$ = resolver.query$(name, 'A').pipe(
      map(() => '?'),
      catchError((error: unknown) => throwError(() => (isDnsError(error) ? error.code : error))),
    );
    picture.m.expect(code$).toBeObservable(picture.row('query$'), undefined, 'ENOTFOUND');
    picture.expect('response$', resolver.response$(name, 'A'), ({ rcode }) =>
      rcode === 'NXDOMAIN' ? 'n' : '?',
    );
    picture.expect('outcome$', resolver.outcome$(name, 'A'), ({ status }) =>
      status === 'NXDOMAIN' ? 'o' : '?',
    );
  },

  close(picture) {
    serve(picture, { a }, 'server');
    const resolver = picture.resolver();
    const error = new DnsError('ECANCELLED', 'the resolver was closed');
    picture.expect('query$', resolver.query$(name, 'A'), always('r'), error);
    picture.expect('close$', timer(2).pipe(switchMap(() => resolver.close$())), always('?'));
  },

  addresses: showAddresses,
  'addresses-held': showAddresses,

  watch(picture) {
    serve(picture, { a, b }, 'server once', 'server again', 'server then');
    const watch$ = picture
      .resolver()
      .watch$(name, 'A', { jitter: 0 })
      .pipe(map(({ current }) => (current[0]?.address === '192.0.2.1' ? 'a' : 'b')));
    picture.m.expect(watch$, picture.row('subscribed')).toBeObservable(picture.row('watch$'));
  },

  agree(picture) {
    const replies = { x: txt('x'), o: txt('old') };
    picture.network
      .answer({ address: '192.0.2.1' }, picture.row('first'), replies)
      .answer({ address: '192.0.2.2' }, [picture.row('second'), picture.row('second, later')], replies);
    const resolver = picture.resolver({ servers: ['192.0.2.1', '192.0.2.2'] });
    picture.expect('agree$', resolver.agree$(name, 'TXT', 'x'), ({ servers }) => {
      const said = servers.map(({ agrees, outcome }) => (agrees ? 'x' : outcome === undefined ? '-' : 'o'));
      return { 'x-': 'a', xo: 'b', xx: 'c' }[said.join('')] ?? '?';
    });
  },

  'query-each'(picture) {
    serve(picture, { r: a }, 'server');
    const names$ = picture.m.cold(picture.row('names'));
    const outcomes$ = names$.pipe(queryEach(picture.resolver(), 'A', { concurrency: 2 }));
    picture.expect('outcomes', outcomes$, ({ input }) => input);
  },

  'query-each-ordered'(picture) {
    for (const letter of ['a', 'b', 'c'])
      picture.network.answer({ name: letter }, picture.row(`server ${letter}`), { r: a });
    const names$ = picture.m.cold(picture.row('names'));
    const outcomes$ = names$.pipe(queryEach(picture.resolver(), 'A', { ordered: true }));
    picture.expect('outcomes', outcomes$, ({ input }) => input);
  },

  events(picture) {
    const x: ScriptedMessage = { questions: [{ name: 'b.example', type: 'A', class: 'IN' }] };
    serve(picture, { x, a }, 'server');
    const resolver = picture.resolver();
    const letters: Readonly<Record<string, string>> = { drop: 'd', attempt: 'a' };
    const shown$ = resolver.events$.pipe(filter(({ type }) => letters[type] !== undefined));
    picture.expect('events$', shown$, ({ type }) => letters[type] ?? '?');
    picture.expect('query$', resolver.query$(name, 'A'), always('r'));
  },
};

function showAddresses(picture: Picture): void {
  picture.network
    .answer({ type: 'AAAA' }, picture.row('AAAA'), { s: aaaa })
    .answer({ type: 'A' }, picture.row('A'), { f: a });
  picture.expect('addresses$', picture.resolver().addresses$(name), ({ addresses }) => {
    const families = new Set(addresses.map(({ family }) => family));
    if (families.size === 2) return 'b';
    return families.has(6) ? 's' : 'f';
  });
}

describe('docs/streams.md', () => {
  const diagrams = readDiagrams();

  it('has a test for each diagram, and a diagram for each test', () => {
    expect([...diagrams.keys()].sort()).toStrictEqual(Object.keys(pictures).sort());
  });

  it.each([...diagrams])('shows what is so: %s', (title, rows) => {
    marbles((m) => {
      const picture = new Picture(m, rows);
      pictures[title]?.(picture);
      picture.finish();
    })();
  });
});
