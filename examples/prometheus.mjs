// What a resolver counts, for Prometheus. Run: node examples/prometheus.mjs
import { startNameServer } from 'rxdns/testing';

const server = await startNameServer({ origin: 'example.org', zone: 'www A 192.0.2.80\n' });

// #region prometheus
import { createServer } from 'node:http';
import { Counter, Gauge, Registry } from 'prom-client';
import { Resolver } from 'rxdns';
import { firstValueFrom } from 'rxjs';

const resolver = new Resolver({ servers: [server.address] });

const registry = new Registry();
const registers = [registry];
const queries = new Counter({
  name: 'rxdns_queries_total',
  help: 'Queries that ended, by how.',
  labelNames: ['status'],
  registers,
});
const lookedUp = new Counter({
  name: 'rxdns_cache_lookups_total',
  help: 'Looks into the cache.',
  labelNames: ['result'],
  registers,
});
const outstanding = new Gauge({
  name: 'rxdns_outstanding',
  help: 'Wire queries under way.',
  registers,
});
const asked = new Counter({
  name: 'rxdns_server_queries_total',
  help: 'Queries to a server, by what came of them.',
  labelNames: ['server', 'result'],
  registers,
});
const up = new Gauge({
  name: 'rxdns_server_up',
  help: 'Whether a server answers.',
  labelNames: ['server'],
  registers,
});
const roundTrips = new Gauge({
  name: 'rxdns_server_round_trip_seconds',
  help: 'Quantiles of the round trips of answers.',
  labelNames: ['server', 'quantile'],
  registers,
});

/** Looks at what was counted when it is asked for: in between, this costs nothing. */
async function scrape() {
  const stats = await firstValueFrom(resolver.stats$);
  registry.resetMetrics();
  queries.inc({ status: 'answered' }, stats.queries.answered);
  queries.inc({ status: 'cancelled' }, stats.queries.cancelled);
  for (const [status, count] of Object.entries(stats.queries.failed)) queries.inc({ status }, count);
  lookedUp.inc({ result: 'hit' }, stats.cache.hits);
  lookedUp.inc({ result: 'miss' }, stats.cache.misses);
  outstanding.set(stats.queries.outstanding);
  for (const { server, state, answered, timedOut, failed, roundTrips: trips } of stats.servers) {
    asked.inc({ server, result: 'answered' }, answered);
    asked.inc({ server, result: 'timeout' }, timedOut);
    asked.inc({ server, result: 'failed' }, failed);
    up.set({ server }, state === 'up' ? 1 : 0);
    roundTrips.set({ server, quantile: '0.5' }, trips.p50 / 1000);
    roundTrips.set({ server, quantile: '0.95' }, trips.p95 / 1000);
    roundTrips.set({ server, quantile: '0.99' }, trips.p99 / 1000);
  }
  return await registry.metrics();
}

const metrics = createServer((_request, response) => {
  scrape().then(
    (text) => response.setHeader('content-type', registry.contentType).end(text),
    (error) => response.writeHead(500).end(String(error)),
  );
});
// #endregion

await new Promise((resolve) => metrics.listen(0, '127.0.0.1', () => resolve(undefined)));
await resolver.query('www.example.org', 'A');
await resolver.query('www.example.org', 'A');
await resolver.outcome('old.example.org', 'A');
const bound = metrics.address();
if (bound !== null && typeof bound === 'object') {
  const response = await fetch(`http://127.0.0.1:${bound.port}/metrics`);
  console.log((await response.text()).replace(/^#.*\n/gm, ''));
}
metrics.close();
metrics.closeAllConnections();
await resolver.close();
await server.close();
