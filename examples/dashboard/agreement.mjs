// How far servers agree.

/** @import { Cell, Group, Plan, Row } from './messages.js' */

/**
 * Servers that say the same, the largest group first. One that fails says nothing.
 * @param {readonly Cell[]} cells
 * @returns {readonly Group[]}
 */
export function groupCells(cells) {
  /** @type {Map<string, number[]>} */
  const groups = new Map();
  for (const [at, cell] of cells.entries()) {
    if (cell.error !== undefined || cell.status === 'UNKNOWN') continue;
    const value = cellValue(cell);
    groups.set(value, [...(groups.get(value) ?? []), at]);
  }
  return [...groups]
    .map(([value, members]) => ({ value, members }))
    .sort((left, right) => right.members.length - left.members.length);
}

/**
 * What a cell says, on one line.
 * @param {Cell} cell
 */
export function cellValue({ status, records }) {
  return status === 'NOERROR' ? records.join(', ') : status;
}

/**
 * The state of agreement in words.
 * @param {Plan} plan
 * @param {Row} row
 */
export function describeAgreement({ servers, quorum }, { groups: [largest] }) {
  if (largest === undefined) return 'no server answers';
  const count = largest.members.length;
  if (count === servers.length) return `all ${count} servers say ${largest.value}`;
  const share = `${count} of ${servers.length} servers say ${largest.value}`;
  return count >= quorum ? `${share}, a quorum` : `${share}, no quorum`;
}
