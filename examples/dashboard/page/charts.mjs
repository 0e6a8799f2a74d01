// The charts of load, loss and latency.
import { find } from './dom.mjs';
import { marks, shown } from './series.mjs';

/** @import { ChartDataset, Point } from 'chart.js' */
/** @import { Load, Plan, ServerLoad } from '../messages.js' */

/** @type {ReadonlyMap<string, (load: ServerLoad) => number | undefined>} */
const figures = new Map([
  ['rate', ({ rate }) => rate],
  ['loss', ({ loss }) => (loss === undefined ? undefined : 100 * loss)],
  ['latency', ({ latency }) => latency],
]);

const charts = [...figures].map(([id, figure]) => ({ chart: makeChart(id), figure }));

/**
 * Draws the loads, in the colours that the page has now.
 * @param {Plan} plan
 * @param {readonly Load[]} loads
 */
export function drawCharts(plan, loads) {
  const now = loads.at(-1)?.at ?? 0;
  const style = getComputedStyle(document.documentElement);
  for (const { chart, figure } of charts) {
    chart.data.datasets = plan.servers.map(({ label }, server) =>
      dataset({ label, server, colour: style.getPropertyValue(`--series-${server % 6}`) }, loads, (load) => {
        const of = load.servers[server];
        return { x: (load.at - now) / 1000, y: (of && figure(of)) ?? Number.NaN };
      }),
    );
    for (const scale of Object.values(chart.options.scales ?? {})) {
      if (scale?.ticks) scale.ticks.color = style.getPropertyValue('--muted');
      if (scale?.grid) scale.grid.color = style.getPropertyValue('--line');
    }
    chart.update('none');
  }
}

/**
 * @param {{ label: string, server: number, colour: string }} look
 * @param {readonly Load[]} loads
 * @param {(load: Load) => Point} toPoint
 * @returns {ChartDataset<'line', Point[]>}
 */
function dataset({ label, server, colour }, loads, toPoint) {
  return {
    label,
    data: loads.map(toPoint),
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 2,
    pointStyle: marks[server % marks.length] ?? 'circle',
    // A mark every ten seconds: one for each value would hide the line.
    pointRadius: ({ dataIndex }) =>
      loads[dataIndex] && Math.round(loads[dataIndex].at / 1000) % 10 === 0 ? 4 : 0,
  };
}

/** @param {string} id */
function makeChart(id) {
  return new Chart(find(id, HTMLCanvasElement), {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      plugins: { legend: { display: false } },
      scales: {
        x: {
          type: 'linear',
          min: -shown,
          max: 0,
          grid: {},
          ticks: { stepSize: 30, callback: (value) => (value === 0 ? 'now' : `−${-Number(value)} s`) },
        },
        y: { beginAtZero: true, suggestedMax: 1, grid: {}, ticks: { maxTicksLimit: 5, precision: 0 } },
      },
    },
  });
}
