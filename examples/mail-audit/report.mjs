// The report: one HTML file with a chart and a table, which needs no network to be read.
import { readFileSync } from 'node:fs';
import { meaningOf } from './meanings.mjs';

/**
 * @param {import('./tally.mjs').Tally} tally
 * @param {boolean} madeUp whether the answers are those of the example's own name server
 * @returns {string}
 */
export function reportOf({ domains, unanswered, exchanges, unreachable, rows }, madeUp) {
  const lines = rows.flatMap(({ measure, policies }) =>
    [...policies]
      .toSorted(([, one], [, other]) => other - one)
      .map(([policy, count]) => {
        const share = `${percent(count, domains).toFixed(1)} %`;
        const cells = [measure, policy, number(count), share, meaningOf(measure, policy)];
        return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
      }),
  );
  const legend = policyColours
    .filter(([policy]) => rows.some(({ policies }) => policies.has(policy)))
    .map(([policy, colour]) => `<li style="--colour: ${colour}">${policy}</li>`);
  const origin = madeUp
    ? "<p><strong>The answers are made up</strong> by the example's own name server: they say nothing about these domains.</p>"
    : '';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Mail audit</title>
<style>${style}</style>
<h1>Mail audit of ${number(domains)} domains</h1>
${origin}
<p>The domains name ${number(exchanges)} mail exchanges, ${number(unreachable)} of them without an address.
Of ${number(unanswered)} domains something is unknown, because servers failed.</p>
<ul>${legend.join('')}</ul>
<figure><div id="chart"></div><figcaption>Share of domains by policy, in percent</figcaption></figure>
<table>
<tr><th>measure</th><th>policy</th><th>domains</th><th>share</th><th>a domain with it</th></tr>
${lines.join('\n')}
</table>
<script>${library}</script>
<script>${chartScript(rows, domains)}</script>
</html>
`;
}

/** @param {number} count */
function number(count) {
  return count.toLocaleString('en');
}

/** From strict to lax, then what is missing or broken; the colours are those of Okabe and Ito. */
const policyColours = /** @type {const} */ ([
  ['present', '#009e73'],
  ['reject', '#00704f'],
  ['fail', '#00704f'],
  ['quarantine', '#56b4e9'],
  ['softfail', '#56b4e9'],
  ['monitor', '#0072b2'],
  ['redirect', '#0072b2'],
  ['neutral', '#f0e442'],
  ['pass', '#e69f00'],
  ['refuses', '#cc79a7'],
  ['invalid', '#d55e00'],
  ['none', '#bbbbbb'],
  ['unknown', '#444444'],
]);

/** Chartist's own script and style, so that the page is whole without a network. */
const chartist = import.meta.resolve('chartist');
const [library, libraryStyle] = ['index.umd.js', 'index.css'].map((file) =>
  readFileSync(new URL(file, chartist), 'utf8').replace(/(?:\/\/|\/\*)# sourceMappingURL=.*/, ''),
);

/** @param {readonly import('./tally.mjs').Row[]} rows @param {number} domains */
function chartScript(rows, domains) {
  // The first one stands lowest.
  const upwards = rows.toReversed();
  const data = {
    labels: upwards.map(({ measure }) => measure),
    series: policyColours.map(([policy]) =>
      upwards.map(({ policies }) => percent(policies.get(policy) ?? 0, domains)),
    ),
  };
  const options = {
    horizontalBars: true,
    stackBars: true,
    height: '320px',
    chartPadding: { right: 30 },
    axisX: { low: 0, high: 100, ticks: [0, 20, 40, 60, 80, 100] },
    axisY: { offset: 70 },
  };
  return `const options = ${JSON.stringify(options)};
options.axisX.type = Chartist.FixedScaleAxis;
new Chartist.BarChart('#chart', ${JSON.stringify(data)}, options);`;
}

/** @param {number} count @param {number} domains */
function percent(count, domains) {
  return Number(((100 * count) / Math.max(1, domains)).toFixed(1));
}

const barStyle = policyColours.map(
  ([, colour], at) =>
    `.ct-series-${String.fromCharCode(97 + at)} .ct-bar { stroke: ${colour}; stroke-width: 28px }`,
);

const style = `${libraryStyle}
${barStyle.join('\n')}
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
ul { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0; list-style: none }
li::before { content: ''; display: inline-block; width: .8em; height: .8em; margin-right: .4em; background: var(--colour) }
td, th { padding: .1rem 1rem .1rem 0; text-align: left }
figure { margin: 1rem 0 }`;
