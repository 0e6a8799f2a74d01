// The page: what the server tells goes to the grid, the charts and the log.
import { drawCharts } from './charts.mjs';
import { find } from './dom.mjs';
import { showPlan, showRow } from './grid.mjs';
import { clearLog, showEntry } from './log.mjs';
import { addLoad, showFigures } from './series.mjs';
import { followTheme } from './theme.mjs';

/** @import { Load, Message, Plan } from '../messages.js' */

const scope = find('scope', HTMLElement);
const connection = find('connection', HTMLElement);
const problem = find('problem', HTMLElement);
const pause = find('pause', HTMLButtonElement);

/** @type {Plan} */
let plan = { questions: [], servers: [], quorum: 0 };
/** @type {readonly Load[]} */
let loads = [];
/** @type {EventSource | undefined} */
let source;

/** @type {{ [E in Message['event']]: (data: Extract<Message, { event: E }>['data']) => void }} */
const receive = {
  plan(data) {
    plan = data;
    loads = [];
    const { questions, servers, quorum } = plan;
    scope.textContent = `${count(questions.length, 'question')} at ${count(servers.length, 'server')}, quorum ${quorum}`;
    showPlan(plan);
    clearLog();
    showLoads();
  },
  row: showRow,
  log: showEntry,
  load(data) {
    loads = addLoad(loads, data);
    showLoads();
  },
};

followTheme(() => drawCharts(plan, loads));
pause.addEventListener('click', () => (source === undefined ? connect() : disconnect()));
connect();

function connect() {
  source = new EventSource('events');
  source.addEventListener('open', () => show('live', 'Live'));
  source.addEventListener('error', () => show('lost', 'Reconnecting'));
  for (const [event, take] of Object.entries(receive))
    source.addEventListener(event, ({ data }) => take(JSON.parse(data)));
  pause.setAttribute('aria-pressed', 'false');
}

/** Without a page that listens, the server asks nothing. */
function disconnect() {
  source?.close();
  source = undefined;
  pause.setAttribute('aria-pressed', 'true');
  show('paused', 'Paused');
}

/**
 * @param {'live' | 'lost' | 'paused'} state
 * @param {string} text
 */
function show(state, text) {
  connection.dataset['state'] = state;
  connection.textContent = text;
  problem.hidden = state !== 'lost';
  problem.textContent =
    state === 'lost'
      ? 'The dashboard does not answer. What is below is old; this page goes on as soon as it is back.'
      : '';
}

function showLoads() {
  showFigures(plan, loads.at(-1));
  drawCharts(plan, loads);
}

/**
 * @param {number} number
 * @param {string} noun
 */
function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
