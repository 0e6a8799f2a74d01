// What one server says: its letter, the records, how long they hold, and how it answered lately.
import { element, milliseconds } from './dom.mjs';

/** @import { Asked, Cell } from '../messages.js' */

/**
 * The content of a cell of the grid.
 * @param {Cell} cell
 * @param {number} group place of its group, the largest first; -1 for none
 * @returns {readonly Node[]}
 */
export function renderCell(cell, group) {
  const { status, records, error, expiresAt, history } = cell;
  if (status === 'UNKNOWN' && error === undefined)
    return [element('p', { class: 'waiting' }, 'Not asked yet')];
  const values = records.length > 0 ? records : [status === 'UNKNOWN' ? 'no answer so far' : status];
  const list = values.map((value) => element('li', {}, value));
  const meta = element('p', { class: 'meta' }, element('span', {}, milliseconds(history.at(-1)?.elapsed)));
  if (error === undefined) meta.prepend(element('span', { 'data-expires': String(expiresAt ?? 0) }));
  else if (status !== 'UNKNOWN') meta.prepend(element('span', {}, 'last known'));
  return [
    element('p', { class: 'verdict' }, ...verdict(error, group)),
    element('ul', { class: error === undefined ? 'records' : 'records old' }, ...list),
    meta,
    renderHistory(history),
  ];
}

/**
 * Writes how many seconds the answers still hold, as time goes on.
 * @param {ParentNode} within
 */
export function countDown(within) {
  for (const place of within.querySelectorAll('[data-expires]')) {
    const left = Number(place.getAttribute('data-expires')) - Date.now();
    place.textContent = `TTL ${Math.max(0, Math.ceil(left / 1000))} s`;
  }
}

/**
 * The letter of a group: A is the largest.
 * @param {number} group
 */
export function letter(group) {
  return String.fromCharCode(65 + (group % 26));
}

/**
 * @param {string | undefined} error
 * @param {number} group
 */
function verdict(error, group) {
  if (error !== undefined) return [element('span', { class: 'badge failing' }, '!'), ` ${error}`];
  if (group < 0) return ['…'];
  const badge = element('span', { class: 'badge', 'data-group': String(group % 4) }, letter(group));
  return [badge, group === 0 ? ' agrees' : ' differs'];
}

/**
 * A bar for each question, as high as it took long; a cross for one without an answer.
 * @param {readonly Asked[]} history
 */
function renderHistory(history) {
  const lost = history.filter(({ outcome }) => outcome.startsWith('E')).length;
  const refused = history.filter(({ outcome }) => isRefusal(outcome)).length;
  const parts = [`${history.length - lost - refused} answered`, `${refused} refused`, `${lost} lost`];
  const label = `Last ${history.length} questions: ${parts.join(', ')}`;
  const bars = history.map(({ outcome, elapsed }) => {
    const kind = outcome.startsWith('E') ? 'lost' : isRefusal(outcome) ? 'refused' : `h${height(elapsed)}`;
    return element('i', { class: kind });
  });
  return element('div', { class: 'history', role: 'img', 'aria-label': label, title: label }, ...bars);
}

/**
 * Whether a response says that there will be no answer.
 * @param {string} outcome
 */
function isRefusal(outcome) {
  return outcome !== 'NOERROR' && outcome !== 'NXDOMAIN' && !outcome.startsWith('E');
}

/**
 * 1 to 5: each step is about three times as long, from 1 ms.
 * @param {number} elapsed
 */
function height(elapsed) {
  return Math.min(5, Math.max(1, 1 + Math.ceil(Math.log(Math.max(elapsed, 0.1)) / Math.log(3.2))));
}
