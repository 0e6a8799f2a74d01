// What a report counts.

/** @typedef {import('./pipeline.mjs').Finding} Finding */

/**
 * @typedef {{ readonly measure: string, readonly policies: ReadonlyMap<string, number> }} Row
 * @typedef {{ readonly domains: number, readonly unanswered: number, readonly exchanges: number,
 *   readonly unreachable: number, readonly rows: readonly Row[] }} Tally
 */

/**
 * Counts findings.
 * @param {AsyncIterable<Finding>} findings
 * @returns {Promise<Tally>}
 */
export async function tallyOf(findings) {
  const counts = { domains: 0, unanswered: 0, exchanges: 0, unreachable: 0 };
  const rows = measures.map(({ key, measure }) => ({
    key,
    measure,
    policies: /** @type {Map<string, number>} */ (new Map()),
  }));
  for await (const finding of findings) {
    counts.domains += 1;
    if (isUnanswered(finding)) counts.unanswered += 1;
    counts.exchanges += finding.mx.exchanges.length;
    counts.unreachable += finding.mx.exchanges.filter(({ addresses }) => addresses.length === 0).length;
    for (const { key, policies } of rows) {
      const policy = outcomeOf(finding[key]);
      policies.set(policy, (policies.get(policy) ?? 0) + 1);
    }
  }
  return { ...counts, rows };
}

const measures = /** @type {const} */ ([
  { key: 'mx', measure: 'MX' },
  { key: 'spf', measure: 'SPF' },
  { key: 'dmarc', measure: 'DMARC' },
  { key: 'mtaSts', measure: 'MTA-STS' },
  { key: 'caa', measure: 'CAA' },
]);

/** Answers that say what there is, or that there is nothing. */
const definite = new Set(['NOERROR', 'NODATA', 'NXDOMAIN']);

/**
 * A server that fails says nothing about a policy.
 * @param {import('./pipeline.mjs').Policy} policy
 */
function outcomeOf({ status, policy }) {
  return definite.has(status) ? policy : 'unknown';
}

/** @param {Finding} finding */
function isUnanswered(finding) {
  return measures.some(({ key }) => outcomeOf(finding[key]) === 'unknown');
}
