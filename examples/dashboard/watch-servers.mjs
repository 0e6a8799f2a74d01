// What several servers say about several questions, as one stream of messages for the page.
import { formatRdata, Resolver } from 'rxdns';
import {
  asyncScheduler,
  auditTime,
  combineLatest,
  filter,
  map,
  merge,
  observeOn,
  of,
  scan,
  shareReplay,
  startWith,
} from 'rxjs';
import { groupCells } from './agreement.mjs';
import { load$ } from './load.mjs';
import { log$ } from './log.mjs';

/** @import { RecordSetChange, WatchPace } from 'rxdns' */
/** @import { Observable } from 'rxjs' */
/** @import { Cell, Message, Plan, WatchedQuestion } from './messages.js' */

/** Times that the page shows how a server answered. */
const keptAsks = 16;
/** Lines of the log, and seconds of load, for a page that is opened beside another. */
const keptLines = 100;
const keptLoads = 120;

/** Milliseconds that a server may take. One attempt: the next question is the next attempt. */
const patience = { timeout: 1500, tries: 1 };

/** @type {Cell} */
const unknown = { status: 'UNKNOWN', records: [], history: [] };

/**
 * Everything the page is told. Nothing is asked before someone subscribes; all subscribers share the questions,
 * which end with the last of them.
 *
 * Throws {@link DnsError} `EBADSTR` for text that is no server.
 * @param {Plan} plan
 * @param {WatchPace} pace
 * @returns {Observable<Message>}
 */
export function watchServers(plan, pace) {
  // A resolver for each server: its cache then holds what this server said.
  const resolvers = plan.servers.map(({ server }) => new Resolver({ servers: [server], ...patience }));
  const servers = resolvers.flatMap((resolver) => resolver.servers);
  const watched = plan.questions.map((question, place) => {
    const cells = resolvers.map((resolver) => cell$(resolver, question, pace).pipe(startWith(unknown)));
    const row$ = combineLatest(cells).pipe(
      // A change and the attempt that brought it make one row.
      auditTime(20),
      map((latest) => ({ question: place, cells: latest, groups: groupCells(latest) })),
      shareReplay({ bufferSize: 1, refCount: true }),
    );
    return { row$, log$: log$(plan, question, row$) };
  });
  const rows$ = merge(...watched.map(({ row$ }) => row$));
  const lines$ = merge(...watched.map((question) => question.log$));
  const loads$ = load$(merge(...resolvers.map(({ events$ }) => events$)), servers);

  return merge(
    of(message('plan', plan)),
    rows$.pipe(map((row) => message('row', row))),
    lines$.pipe(
      shareReplay({ bufferSize: keptLines, refCount: true }),
      map((entry) => message('log', entry)),
    ),
    loads$.pipe(
      shareReplay({ bufferSize: keptLoads, refCount: true }),
      map((load) => message('load', load)),
    ),
  );
}

// #region cell
/**
 * What one server says: each change of the record set, and each time it was asked.
 * @param {Resolver} resolver
 * @param {WatchedQuestion} question
 * @param {WatchPace} pace
 * @returns {Observable<Cell>}
 */
function cell$(resolver, { name, type }, pace) {
  const expiry = () => expiryOf(resolver, name, type);
  const changes$ = resolver
    .watch$(name, type, pace)
    .pipe(map((change) => ({ ...readChange(change), expiresAt: expiry() })));
  const asked$ = resolver.events$.pipe(
    filter((event) => event.type === 'attempt'),
    filter(({ question }) => question.name === name && question.type === type),
    // The event is there before the answer is in the cache, which knows how long it holds.
    observeOn(asyncScheduler),
    map(({ attempt }) => ({ attempt, expiresAt: expiry() })),
  );
  return merge(changes$, asked$).pipe(
    scan((cell, news) => {
      if (!('attempt' in news)) return { ...cell, ...news };
      const { attempt, expiresAt } = news;
      const { outcome, elapsed } = attempt;
      return { ...cell, expiresAt, history: [...cell.history, { outcome, elapsed }].slice(-keptAsks) };
    }, unknown),
  );
}
// #endregion

/** @param {RecordSetChange} change */
function readChange({ status, current, error }) {
  const records = current.map((record) => formatRdata(record)).sort();
  return { status, records, error: error?.code };
}

/**
 * When the answer in the cache ends, in milliseconds since 1970.
 * @param {Resolver} resolver
 * @param {string} name
 * @param {string} type
 */
function expiryOf(resolver, name, type) {
  const entries = resolver.cache.entries();
  const kept = entries.find(
    // NXDOMAIN is kept for the name, whatever the type.
    ({ question, response }) =>
      question.name === name && (question.type === type || response.rcode === 'NXDOMAIN'),
  );
  return kept === undefined ? undefined : Date.now() + kept.ttl * 1000;
}

/**
 * @template {Message['event']} E
 * @param {E} event
 * @param {Extract<Message, { event: E }>['data']} data
 */
function message(event, data) {
  return /** @type {Extract<Message, { event: E }>} */ ({ event, data });
}
