// The grid of questions and servers.
import { countDown, letter, renderCell } from './cell.mjs';
import { element, find } from './dom.mjs';

/** @import { Plan, Row } from '../messages.js' */

const place = find('answers', HTMLElement);

/** @type {readonly HTMLTableRowElement[]} */
let rows = [];
/** @type {Plan} */
let plan = { questions: [], servers: [], quorum: 0 };

/**
 * Makes the table anew, without answers.
 *
 * The roles are written out because a table that is laid out as a list, on a phone, loses its own.
 * @param {Plan} fresh
 */
export function showPlan(fresh) {
  plan = fresh;
  const titles = ['Question', 'Agreement', ...plan.servers.map(({ label }) => label)];
  const head = titles.map((title) => element('th', { scope: 'col', role: 'columnheader' }, title));
  rows = plan.questions.map(({ name, type }) => {
    const title = element('th', { scope: 'row', role: 'rowheader' });
    title.append(
      element('span', { class: 'name' }, ...breakable(name)),
      element('span', { class: 'type' }, type),
    );
    const cells = ['', ...plan.servers.map(({ label }) => label)].map((label) =>
      element(
        'td',
        { role: 'cell', 'data-server': label },
        element('p', { class: 'waiting' }, 'Not asked yet'),
      ),
    );
    return element('tr', { role: 'row' }, title, ...cells);
  });
  const caption = 'A is what most servers say; B, C and so on are other answers.';
  place.replaceChildren(
    element(
      'table',
      { class: 'grid', role: 'table' },
      element('caption', {}, caption),
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...head)),
      element('tbody', { role: 'rowgroup' }, ...rows),
    ),
  );
}

/**
 * Shows what the servers say about one question.
 * @param {Row} row
 */
export function showRow({ question, cells, groups }) {
  const [, agreement, ...places] = rows[question]?.cells ?? [];
  if (agreement === undefined) return;
  agreement.replaceChildren(...renderAgreement(groups[0]?.members.length ?? 0, groups.length));
  for (const [at, cell] of cells.entries()) {
    const group = groups.findIndex(({ members }) => members.includes(at));
    places[at]?.replaceChildren(...renderCell(cell, group));
  }
  countDown(place);
}

setInterval(() => countDown(place), 1000);

/**
 * @param {number} count servers that say the same
 * @param {number} answers different ones
 */
function renderAgreement(count, answers) {
  const total = plan.servers.length;
  const [state, words] =
    count === total
      ? ['all', 'All agree']
      : count >= plan.quorum
        ? ['quorum', 'Quorum']
        : ['split', answers === 0 ? 'No answer' : 'No quorum'];
  const marks = plan.servers.map((_, at) => element('i', at < count ? { class: 'filled' } : {}));
  return [
    element('p', { class: 'agreement', 'data-state': state }, words),
    element('div', { class: 'share', 'aria-hidden': 'true' }, ...marks),
    element('p', { class: 'meta' }, count === 0 ? `0 of ${total}` : `${count} of ${total} say ${letter(0)}`),
  ];
}

/**
 * A long name breaks behind its dots.
 * @param {string} name
 */
function breakable(name) {
  return name
    .split('.')
    .flatMap((label, at) => (at === 0 ? [label] : ['.', document.createElement('wbr'), label]));
}
