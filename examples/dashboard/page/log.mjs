// The log of changes, the latest first.
import { element, find } from './dom.mjs';

/** @import { LogEntry } from '../messages.js' */

/** Lines that are kept. */
const keptLines = 100;

const list = find('log', HTMLElement);
const empty = find('log-empty', HTMLElement);
const words = { change: 'Changed', failure: 'Failing', recovery: 'Back', agreement: 'Agreement' };

/** Forgets every line. */
export function clearLog() {
  list.replaceChildren();
  list.hidden = true;
  empty.hidden = false;
}

/** @param {LogEntry} entry */
export function showEntry({ at, kind, text }) {
  const date = new Date(at);
  const time = element('time', { datetime: date.toISOString() }, date.toLocaleTimeString('en-GB'));
  list.prepend(
    element('li', { 'data-kind': kind }, time, element('strong', {}, words[kind]), element('span', {}, text)),
  );
  if (list.childElementCount > keptLines) list.lastElementChild?.remove();
  list.hidden = false;
  empty.hidden = true;
}
