// Lines for the log: what a server changed, that it fails or is back, and how far all of them agree.
import { distinctUntilChanged, filter, map, merge, mergeMap, pairwise, skip } from 'rxjs';
import { cellValue, describeAgreement } from './agreement.mjs';

/** @import { Observable } from 'rxjs' */
/** @import { Cell, LogEntry, Plan, Row, WatchedQuestion } from './messages.js' */

/**
 * What happens to a question at its servers, in words.
 * @param {Plan} plan
 * @param {WatchedQuestion} question
 * @param {Observable<Row>} row$
 * @returns {Observable<LogEntry>}
 */
export function log$(plan, { name, type }, row$) {
  const news$ = row$.pipe(
    pairwise(),
    mergeMap(([before, now]) => now.cells.map((cell, at) => ({ was: before.cells[at] ?? cell, cell, at }))),
    map(({ was, cell, at }) => newsOf(was, cell, plan.servers[at]?.label ?? '')),
    filter((news) => news !== undefined),
  );
  const agreement$ = row$.pipe(
    // Before all of them were asked, those that have answered agree among themselves.
    filter(({ cells }) => cells.every(({ status, error }) => status !== 'UNKNOWN' || error !== undefined)),
    map((row) => describeAgreement(plan, row)),
    distinctUntilChanged(),
    skip(1),
    map((text) => news('agreement', text)),
  );
  return merge(news$, agreement$).pipe(
    map(({ kind, text }) => ({ at: Date.now(), kind, text: `${name} ${type}: ${text}` })),
  );
}

/**
 * What is new about a cell, if anything that the log should have.
 * @param {Cell} was
 * @param {Cell} cell
 * @param {string} label
 */
function newsOf(was, cell, label) {
  const value = cellValue(cell);
  if (cell.error !== was.error) {
    return cell.error === undefined
      ? news('recovery', `${label} answers again: ${value}`)
      : news('failure', `${label} fails with ${cell.error}`);
  }
  if (was.status === 'UNKNOWN' || value === cellValue(was)) return undefined;
  return news('change', `${label} changed from ${cellValue(was)} to ${value}`);
}

/**
 * @param {LogEntry['kind']} kind
 * @param {string} text
 */
function news(kind, text) {
  return { kind, text };
}
