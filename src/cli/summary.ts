import { exitCodes } from './command-error.js';
import type { Paint } from './formats.js';
import type { Signal } from './signals.js';
import type { ServerCount, Tally } from './tally.js';
import { formatCount, formatDuration, formatMilliseconds, formatShare, sortCounts } from './wording.js';

/** What a run came to. */
export interface Summary {
  /** Lines with a name. */
  readonly inputs: number;
  /** Questions: inputs times their types. */
  readonly in: number;
  /** Outcomes; equal to `in`, or something was lost. */
  readonly out: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Milliseconds. */
  readonly elapsed: number;
  /** Outcomes per second. */
  readonly rate: number;
  /** By server, as server strings; percentiles in milliseconds, to within 5 %. */
  readonly servers: Readonly<Record<string, ServerSummary>>;
  /** The signal that ended the run early. */
  readonly signal?: Signal;
  readonly exitCode: number;
}

/** What a server did. */
export interface ServerSummary {
  readonly sent: number;
  readonly answered: number;
  readonly p50?: number;
  readonly p99?: number;
}

/** Sums up the counts of a run. */
export function summarize(tally: Tally, exitCode: number, signal: Signal | undefined): Summary {
  const elapsed = tally.elapsed;
  return {
    inputs: tally.inputs,
    in: tally.in,
    out: tally.out,
    statuses: Object.fromEntries(sortCounts(tally.statuses)),
    elapsed: Math.round(elapsed),
    rate: Math.round((tally.out * 1000) / elapsed),
    servers: Object.fromEntries([...tally.servers].map(([server, count]) => [server, serverSummary(count)])),
    ...(signal === undefined ? {} : { signal }),
    exitCode,
  };
}

/** The summary for people, with its line ends. */
export function summaryText(summary: Summary, paint: Paint): string {
  const { inputs, in: asked, out, elapsed, rate, signal, exitCode } = summary;
  const equation = `${formatCount(asked)} in ${asked === out ? '=' : '≠'} ${formatCount(out)} out`;
  const from = asked === inputs ? '' : ` (from ${formatCount(inputs)} ${inputs === 1 ? 'name' : 'names'})`;
  const lines = [
    ...(signal === undefined ? [] : [paint(`stopped by ${signal}`, 'yellow')]),
    `${paint(equation, 'bold')}${from} in ${formatDuration(elapsed / 1000)}, ${formatCount(rate)}/s`,
    ...(out > 0 ? [statusLine(summary)] : exitCode === exitCodes.ok ? ['no names in the input'] : []),
    ...serverLines(summary),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** How many servers the text lists; the file has all of them. */
const shownServers = 8;

function statusLine({ statuses, out }: Summary): string {
  return Object.entries(statuses)
    .map(([status, count]) => `${status} ${formatCount(count)} (${formatShare(count, out)})`)
    .join('  ');
}

function serverLines({ servers }: Summary): readonly string[] {
  const sorted = Object.entries(servers).sort(([, a], [, b]) => b.sent - a.sent);
  const lines = sorted.slice(0, shownServers).map(([server, { sent, answered, p50, p99 }]) => {
    const counts = `${server}: ${formatCount(sent)} sent, ${formatCount(answered)} answered`;
    if (p50 === undefined || p99 === undefined) return counts;
    return `${counts}, p50 ${formatMilliseconds(p50)}, p99 ${formatMilliseconds(p99)}`;
  });
  const more = sorted.length - lines.length;
  return more > 0 ? [...lines, `and ${formatCount(more)} servers more`] : lines;
}

function serverSummary({ sent, answered, latencies }: ServerCount): ServerSummary {
  const p50 = latencies.percentile(0.5);
  const p99 = latencies.percentile(0.99);
  if (p50 === undefined || p99 === undefined) return { sent, answered };
  return { sent, answered, p50: round(p50), p99: round(p99) };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
