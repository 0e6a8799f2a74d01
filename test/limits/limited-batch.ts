import { queryEach } from '../../src/observables/query-each.js';
import { Resolver } from '../../src/resolver.js';
import { type NameServer, type NameServerOptions, startNameServer } from '../../src/testing/index.js';

/** What a batch against limited servers came to. */
export interface LimitedRun {
  /** Outcomes by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Questions that reached each server. */
  readonly received: readonly number[];
  /** Seconds in which the servers had something to do: breaks of this machine, above 50 ms, are left out. */
  readonly busy: number;
  /** Seconds in which a server was asked at a rate. */
  readonly slowed: number;
}

/** A server of every name; `broken` names are SERVFAIL. */
export function everyName(options: NameServerOptions = {}): NameServerOptions {
  return { records: [{ name: '*.example', type: 'A', address: '192.0.2.1' }], ...options };
}

/** Fewer than by default: what is under way when a limit is met is lost once. */
const concurrency = 64;
/** Milliseconds that a break counts at most. */
const longestBreak = 50;

/** Asks all names of servers like these, and closes everything. */
export async function runLimited(
  names: readonly string[],
  options: readonly NameServerOptions[],
): Promise<LimitedRun> {
  let busy = 0;
  let at = performance.now();
  const clock = (server: NameServerOptions): NameServerOptions => ({
    ...server,
    respond: (query, zoneAnswer) => {
      const now = performance.now();
      busy += Math.min(longestBreak, now - at);
      at = now;
      return server.respond?.(query, zoneAnswer);
    },
  });
  const servers: NameServer[] = [];
  for (const server of options) servers.push(await startNameServer(clock(server)));
  const resolver = new Resolver({
    servers: servers.map(({ address }) => address),
    cache: false,
  });
  let slowed = 0;
  let slowedAt: number | undefined;
  resolver.events$.subscribe((event) => {
    if (event.type !== 'server-rate') return;
    if (slowedAt !== undefined) slowed += performance.now() - slowedAt;
    slowedAt = event.rate < Number.POSITIVE_INFINITY ? performance.now() : undefined;
  });
  const statuses: Record<string, number> = {};
  at = performance.now();
  await queryEach.from(resolver, names, 'A', { concurrency }).forEach(({ status }) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
  if (slowedAt !== undefined) slowed += performance.now() - slowedAt;
  await resolver.close();
  for (const server of servers) await server.close();
  return {
    statuses,
    received: servers.map(({ queryCount }) => queryCount),
    busy: busy / 1000,
    slowed: slowed / 1000,
  };
}
