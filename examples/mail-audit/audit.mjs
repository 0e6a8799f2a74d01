// Audits the mail settings of many domains: MX and the addresses behind them, SPF, DMARC, MTA-STS and CAA.
//
// Run: node examples/mail-audit/audit.mjs [--server ADDRESS ...] [--list FILE] [--limit N] [--output FILE] [--report FILE]
//
// Without --server it asks a name server of its own, without --list it takes disposable-email-domains. The output
// has a line of JSON for each domain. After Ctrl-C or a crash the same command goes on where it was.
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { Resolver } from 'rxdns';
import { fromEvent, lastValueFrom, merge, scan, share, takeUntil, tap, throttleTime } from 'rxjs';
import { appendTo, readDone, readFindings } from './findings.mjs';
import { auditDomains } from './pipeline.mjs';
import { reportOf } from './report.mjs';
import { tallyOf } from './tally.mjs';
import { Window } from './window.mjs';

const { values: options } = parseArgs({
  options: {
    server: { type: 'string', multiple: true },
    list: { type: 'string' },
    limit: { type: 'string', default: 'Infinity' },
    output: { type: 'string', default: 'mail-audit.ndjson' },
    report: { type: 'string', default: 'mail-audit.html' },
  },
});

const domains = await readList();
const done = await readDone(options.output);
const known = new Set(domains);
for (const domain of done)
  if (!known.has(domain)) throw new Error(`${options.output} has ${domain}, which is not in the list`);
const left = domains.filter((domain) => !done.has(domain));
if (done.size > 0) say(`${options.output} has ${count(done.size)} of them; ${count(left.length)} are left`);

const demo = options.server === undefined ? await startDemo() : undefined;
const resolver = new Resolver({ servers: options.server ?? [demo?.address ?? ''] });
const finished = await audit();
await resolver.close();
await demo?.close();
if (finished) await report();
else {
  say('interrupted; the same command goes on');
  process.exitCode = 130;
}

/** Resolves with whether it came to its end, or a signal ended it. */
async function audit() {
  const findings$ = writeFindings();
  let whole = true;
  const stop$ = merge(fromEvent(process, 'SIGINT'), fromEvent(process, 'SIGTERM')).pipe(
    tap(() => {
      whole = false;
    }),
  );
  const started = performance.now();
  const progress$ = findings$.pipe(
    takeUntil(stop$),
    scan((written) => written + 1, 0),
    share(),
  );
  const reports = progress$.pipe(throttleTime(1000)).subscribe({
    next: (written) => {
      const rate = (1000 * written) / (performance.now() - started);
      say(`${count(done.size + written)} of ${count(domains.length)}, ${count(Math.round(rate))}/s`);
    },
    error: () => undefined,
  });
  const written = await lastValueFrom(progress$, { defaultValue: 0 });
  reports.unsubscribe();
  const seconds = (performance.now() - started) / 1000;
  say(`${count(written)} in ${seconds.toFixed(1)} s, ${count(Math.round(written / seconds))}/s`);
  return whole;
}

// #region window
/** At most 2,000 domains are between the list and the file. */
function writeFindings() {
  const window = new Window(2000);
  return auditDomains(resolver, window.admit(left)).pipe(
    appendTo(options.output),
    tap(() => window.leave()),
  );
}
// #endregion

async function report() {
  const tally = await tallyOf(readFindings(options.output));
  await writeFile(options.report, reportOf(tally, demo !== undefined));
  const unknown = `something is unknown of ${count(tally.unanswered)}, where servers failed`;
  say(`${count(domains.length)} domains in, ${count(tally.domains)} out; ${unknown}`);
  for (const { measure, policies } of tally.rows) {
    const shares = [...policies].map(([policy, number]) => `${policy} ${count(number)}`);
    say(`${measure.padEnd(8)} ${shares.join(', ')}`);
  }
  say(`${options.output}, ${options.report}`);
  if (tally.domains !== domains.length) throw new Error(`${domains.length} domains in, ${tally.domains} out`);
}

/** Each domain once: the output tells by its name what is done. */
async function readList() {
  /** @type {readonly string[]} */
  const all =
    options.list === undefined
      ? createRequire(import.meta.url)('disposable-email-domains')
      : (await readFile(options.list, 'utf8')).split('\n').map((line) => line.trim());
  const distinct = [...new Set(all.filter((domain) => domain !== ''))];
  return distinct.slice(0, Number(options.limit));
}

async function startDemo() {
  const worker = new Worker(new URL('./demo-server.mjs', import.meta.url));
  const [address] = await once(worker, 'message');
  return { address: String(address), close: () => worker.terminate() };
}

/** @param {number} number */
function count(number) {
  return number.toLocaleString('en');
}

/** @param {string} line */
function say(line) {
  console.error(line);
}
