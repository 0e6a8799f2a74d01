// Watches names at several servers, and shows them on a page. Run: npm run dashboard -- --help
import { readArguments, usage } from './arguments.mjs';
import { startDemo } from './demo.mjs';
import { serve } from './serve.mjs';
import { watchServers } from './watch-servers.mjs';

/** @import { Settings } from './arguments.mjs' */
/** @import { Plan } from './messages.js' */

const words = process.argv.slice(2);
if (words.includes('--help')) console.log(usage);
else {
  try {
    await run(readArguments(words));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  }
}

/** @param {Settings} settings */
async function run(settings) {
  const isDemo = settings.servers.length === 0;
  const { questions, servers } = isDemo ? await startDemo() : planOf(settings);
  const quorum = settings.quorum ?? Math.floor(servers.length / 2) + 1;
  const pace = isDemo ? { minInterval: 1000, maxInterval: 4000, jitter: 0.1 } : settings.pace;
  const messages$ = watchServers({ questions, servers, quorum }, pace);
  const url = await serve(messages$, settings.port, (pages) => {
    console.log(pages === 0 ? 'No page is open: nothing is asked.' : `Pages open: ${pages}`);
  });
  console.log(`Dashboard: ${url}`);
  if (isDemo) console.log('Name servers of its own stand in. For yours: --name and --server; see --help.');
}

/**
 * @param {Settings} settings
 * @returns {Omit<Plan, 'quorum'>}
 */
function planOf({ names, types, servers }) {
  return {
    questions: names.flatMap((name) => types.map((type) => ({ name, type }))),
    servers: servers.map((server) => ({ server, label: server })),
  };
}
