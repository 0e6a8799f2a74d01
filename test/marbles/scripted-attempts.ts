import { defer, type Observable, of } from 'rxjs';
import { catchError, finalize, map } from 'rxjs/operators';
import { DnsError, isDnsError } from '../../src/errors.js';
import type { AttemptServices } from '../../src/observables/attempt-services.js';
import { attempts } from '../../src/observables/attempts.js';
import { Deadlines } from '../../src/observables/deadlines.js';
import { EventSource } from '../../src/observables/events.js';
import type { Attempt, DnsResponse, Query, ServerQuery } from '../../src/observables/exchange.js';
import { Paces } from '../../src/observables/paces.js';
import { Probes } from '../../src/observables/probes.js';
import type { Random } from '../../src/observables/random.js';
import type { ServerLimits } from '../../src/observables/server-pace.js';
import { ServerStates } from '../../src/observables/servers.js';
import type { Rcode } from '../../src/records/codes.js';
import type { MarbleContext } from '../../src/testing/marbles.js';
import { exampleResponse } from '../observables/example.js';
import { noLimits } from './no-limits.js';

/** What the letters of a script are answered with. */
const rcodes: Readonly<Record<string, Rcode>> = {
  a: 'NOERROR',
  x: 'NXDOMAIN',
  f: 'FORMERR',
  s: 'SERVFAIL',
  n: 'NOTIMP',
  r: 'REFUSED',
  y: 'YXDOMAIN',
};

/** The failure behind `#`. */
export const refusal = new DnsError('ECONNREFUSED', 'no connection', {
  cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
});

/** What may differ about the stage and its servers. */
export interface ScriptOptions {
  readonly error?: unknown;
  readonly random?: Random;
  readonly limits?: ServerLimits;
}

/** The stage above scripted servers. */
export interface ScriptedAttempts {
  readonly paces: Paces;
  readonly states: ServerStates;
  /** Every attempt so far: `time transport server`, the server by its last digit. */
  readonly sent: readonly string[];
  /** Attempts under way. */
  readonly live: number;
  ask(query: Query): Observable<DnsResponse>;
  /** The same in words: the outcome, and the trail as `outcome transport server elapsed`. */
  tell(query: Query): Observable<string>;
}

/**
 * Puts the stage above servers that answer each attempt by the next script, a marble diagram; the last stays.
 *
 * `random` decides the jitter: 0 for none.
 */
export function scriptAttempts(
  m: MarbleContext,
  scripts: readonly string[],
  { error = refusal, random = () => 0, limits = noLimits }: ScriptOptions = {},
): ScriptedAttempts {
  const sent: string[] = [];
  const services = attemptServices(m, random, limits);
  const { paces, states } = services;
  let live = 0;
  const next = (query: ServerQuery): Observable<DnsResponse> =>
    defer(() => {
      const sentAt = m.scheduler.now();
      const script = scripts[Math.min(sent.length, scripts.length - 1)] ?? '';
      sent.push(`${sentAt} ${query.transport} ${query.server.text.at(-1)}`);
      live += 1;
      return m.cold(script, rcodes, error).pipe(
        map((rcode) => respond(query, rcode, m.scheduler.now() - sentAt)),
        finalize(() => {
          live -= 1;
        }),
      );
    });
  const exchange = attempts(services)(next);
  // Each query of a resolver has a trail of its own.
  const ask = (query: Query) => exchange({ ...query, trail: [] });
  return {
    paces,
    states,
    sent,
    get live() {
      return live;
    },
    ask,
    tell: (query) => tell(ask(query)),
  };
}

/** What the stage needs beside its servers, in virtual time; servers are never probed. */
export function attemptServices(
  { scheduler }: MarbleContext,
  random: Random = () => 0,
  limits: ServerLimits = noLimits,
): AttemptServices {
  const deadlines = new Deadlines(scheduler);
  const events = new EventSource();
  const states = new ServerStates();
  const paces = new Paces({ deadlines, events, scheduler, limits });
  const probes = new Probes({ deadlines, events, paces, random: () => 2 ** 32 - 1, scheduler, states });
  return { deadlines, events, paces, probes, random, scheduler, states };
}

function respond({ server, transport }: ServerQuery, rcode: Rcode, elapsed: number): DnsResponse {
  const attempt: Attempt = { server: server.text, transport, elapsed, outcome: rcode };
  return exampleResponse({ rcode, transport, elapsed, server: server.text, attempts: [attempt] });
}

function tell(response$: Observable<DnsResponse>): Observable<string> {
  return response$.pipe(
    map(({ rcode, elapsed, attempts: trail }) => `${rcode} ${elapsed}: ${describe(trail)}`),
    catchError((error: unknown) => {
      if (!isDnsError(error)) throw error;
      return of(`${error.code} ${error.elapsed}: ${describe(error.attempts)}`);
    }),
  );
}

function describe(trail: readonly Attempt[]): string {
  const words = trail.map(
    ({ server, transport, elapsed, outcome }) => `${outcome} ${transport} ${server.at(-1)} ${elapsed}`,
  );
  return words.join(', ');
}
