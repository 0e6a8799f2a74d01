// One contender, one measurement: `node bench/contender.mjs '{"contender":"query","server":"127.0.0.1:53",...}'`.
// Writes a line of JSON: names, answered, seconds, processor seconds, latencies in milliseconds, peak RSS in octets.
import { measuredNames, namesToWarmUp, streamedNames } from './names.mjs';
import { quantile } from './statistics.mjs';

const task = JSON.parse(process.argv[2]);
const { contender, server, names, stream, warmUp, concurrency, limit, options } = task;
const { open } = await import(`./contenders/${contender}.mjs`);

/** Asks for every name of a list, `concurrency` at a time, and times each from its start to its end. */
class Run {
  #names;
  #client;
  #next = 0;
  #settled = 0;
  #end = 0;
  #started;
  #latencies;
  #resolve = () => undefined;
  #over = false;
  answered = 0;

  constructor(list) {
    this.#names = list;
    this.#started = new Float64Array(list.length);
    this.#latencies = new Float64Array(list.length);
  }

  /** Resolves when every name is settled, or after `limit` seconds: what is pending then is not answered. */
  async go() {
    this.#client = await open({ server, concurrency, options, settle: this.#settle });
    const cpu = process.cpuUsage();
    const start = performance.now();
    const timer = setTimeout(() => this.#finish(), limit * 1000);
    await new Promise((resolve) => {
      this.#resolve = resolve;
      if (this.#client.askAll === undefined) this.#fill();
      else this.#client.askAll(this.#pull());
    });
    const seconds = (this.#end - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    clearTimeout(timer);
    await this.#client.close();
    return { seconds, cpu: (user + system) / 1e6 };
  }

  /** Sorted, of the answered names alone. */
  latencies() {
    return this.#latencies.subarray(0, this.answered).sort();
  }

  /** The names asked. */
  get asked() {
    return this.#next;
  }

  #fill() {
    for (let free = concurrency; free > 0; free -= 1) this.#ask();
  }

  #ask() {
    if (this.#next === this.#names.length) return;
    const index = this.#next;
    this.#next += 1;
    this.#started[index] = performance.now();
    this.#client.ask(this.#names[index], index);
  }

  *#pull() {
    while (this.#next < this.#names.length) {
      const index = this.#next;
      this.#next += 1;
      this.#started[index] = performance.now();
      yield this.#names[index];
    }
  }

  #settle = (index, isAnswered) => {
    if (this.#over) return;
    if (isAnswered || !this.#client.givesUpLate) this.#end = performance.now();
    if (isAnswered) {
      this.#latencies[this.answered] = this.#end - this.#started[index];
      this.answered += 1;
    }
    this.#settled += 1;
    if (this.#settled === this.#names.length) this.#finish();
    else if (this.#client.askAll === undefined) this.#ask();
  };

  #finish() {
    // At the limit, with queries pending.
    if (this.#settled < this.#names.length) this.#end = performance.now();
    this.#over = true;
    this.#resolve();
  }
}

if (warmUp > 0) await new Run(namesToWarmUp(warmUp)).go();
const run = new Run(stream ? streamedNames(names) : measuredNames(names));
const spent = await run.go();
const latencies = run.latencies();
const result = {
  names: run.asked,
  answered: run.answered,
  seconds: spent.seconds,
  cpu: spent.cpu,
  p50: quantile(latencies, 0.5),
  p99: quantile(latencies, 0.99),
  peakRss: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());
