// The figures of the servers over the last two minutes, for the charts and their table.
import { element, find, milliseconds } from './dom.mjs';

/** @import { Load, Plan } from '../messages.js' */

/** Seconds. */
export const shown = 120;

/** Marks tell the servers apart without colours. */
export const marks = /** @type {const} */ (['circle', 'triangle', 'rect', 'rectRot', 'crossRot', 'star']);
const signs = ['●', '▲', '■', '◆', '✕', '✱'];

const body = find('figures', HTMLTableElement).tBodies.item(0);

/**
 * Adds to the loads, and forgets what is too old to be shown.
 * @param {readonly Load[]} loads
 * @param {Load} load
 * @returns {readonly Load[]}
 */
export function addLoad(loads, load) {
  return [...loads, load].filter(({ at }) => at > load.at - shown * 1000);
}

/**
 * @param {Plan} plan
 * @param {Load | undefined} load
 */
export function showFigures(plan, load) {
  const rows = plan.servers.map(({ label }, at) => {
    const { asked = 0, lost = 0, rate = 0, latency } = load?.servers[at] ?? {};
    const sign = element('span', { class: 'sign', 'data-series': String(at % 6), 'aria-hidden': 'true' });
    sign.append(signs[at % 6] ?? '');
    const share = asked === 0 ? '0' : `${lost} (${Math.round((100 * lost) / asked)} %)`;
    const values = [String(asked), share, `${rate.toFixed(1)}/s`, milliseconds(latency)];
    const numbers = values.map((value) => element('td', { class: 'number' }, value));
    return element('tr', {}, element('th', { scope: 'row' }, sign, label), ...numbers);
  });
  body?.replaceChildren(...rows);
}
