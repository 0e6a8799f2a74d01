// Four name servers of example.org on loopback, whose answers change: one is far away, one goes down now and then,
// one refuses a question.
import { startNameServer } from 'rxdns/testing';
import { concatMap, delay, filter, from, map, merge, mergeMap, tap, timer } from 'rxjs';
import { startDelay } from './delay.mjs';

/** @import { NameServer, Respond } from 'rxdns/testing' */
/** @import { Plan } from './messages.js' */

const origin = 'example.org';

/** @type {Plan['questions']} */
const questions = [
  { name: `www.${origin}`, type: 'A' },
  { name: `mail.${origin}`, type: 'MX' },
  { name: `_acme-challenge.${origin}`, type: 'TXT' },
];

/** Milliseconds from one version of the zone to the next, and until each of the servers has it. */
const turn = 20_000;
const lags = [0, 3000, 6000, 9000];
/** The server that goes down; when it does within a turn, and for how long; milliseconds. */
const unsteady = 2;
const outage = { after: 12_000, length: 5000 };
/** Milliseconds that the second server is away. */
const distance = 140;

/**
 * Starts the servers, which go on changing until the process ends.
 * @returns {Promise<Omit<Plan, 'quorum'>>}
 */
export async function startDemo() {
  const [ns1, ns2, ns3, ns4] = await Promise.all([start(0), start(0), start(0), start(0, refuseMail)]);
  change([ns1, ns2, ns3, ns4]);
  return {
    questions,
    servers: [
      { server: ns1.address, label: 'ns1' },
      { server: await startDelay(ns2.port, distance), label: 'ns2 (far away)' },
      { server: ns3.address, label: 'ns3 (goes down)' },
      { server: ns4.address, label: 'ns4 (refuses MX)' },
    ],
  };
}

/** @param {NameServer[]} servers */
function change(servers) {
  let latest = 0;
  const versions$ = timer(turn, turn).pipe(
    map((count) => count + 1),
    tap((version) => {
      latest = version;
    }),
    mergeMap((version) => merge(...lags.map((lag, at) => timer(lag).pipe(map(() => ({ version, at })))))),
    tap(({ version, at }) => servers[at]?.update({ origin, zone: zoneOf(version) })),
  );
  const outages$ = timer(outage.after, turn).pipe(
    map(() => servers[unsteady]),
    filter((server) => server !== undefined),
    concatMap((server) => from(server.close()).pipe(map(() => server.port))),
    delay(outage.length),
    concatMap((port) => start(port)),
    tap((server) => {
      server.update({ origin, zone: zoneOf(latest) });
      servers[unsteady] = server;
    }),
  );
  merge(versions$, outages$).subscribe();
}

/**
 * @param {number} port
 * @param {Respond} [respond]
 */
function start(port, respond) {
  return startNameServer({ origin, zone: zoneOf(0), port, ...(respond && { respond }) });
}

/** @type {Respond} */
function refuseMail({ type }) {
  return type === 'MX' ? { kind: 'answer', rcode: 'REFUSED' } : undefined;
}

/** @param {number} version */
function zoneOf(version) {
  const odd = version % 2 === 1;
  const lines = [
    `@ 5 SOA ns1 hostmaster ${version + 1} 7200 900 1209600 5`,
    `www 6 A ${odd ? '203.0.113.20' : '192.0.2.10'}`,
    `www 6 A ${odd ? '203.0.113.21' : '192.0.2.11'}`,
    'mail 9 MX 10 mx1',
    'mail 9 MX 20 mx2',
    ...(odd ? ['_acme-challenge 4 TXT "gfj9Xq-Rg85nM"'] : []),
  ];
  return `${lines.join('\n')}\n`;
}
