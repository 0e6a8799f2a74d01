// The thread in which the targets run. Vite reads their TypeScript: what is fuzzed is the source, not a build of it.
import { parentPort, workerData } from 'node:worker_threads';
import { runnerImport } from 'vite';

const root = new URL('..', import.meta.url).pathname;
const { module } = await runnerImport(`${root}fuzz/campaign.ts`, {
  root,
  configFile: false,
  logLevel: 'error',
});
module.runCampaign(workerData, (report) => parentPort.postMessage(report));
