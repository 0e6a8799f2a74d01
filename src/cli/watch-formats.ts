import { type Agreement, formatRdata, type RecordSetChange, type ServerAgreement } from '../index.js';
import { jsonLine, type Paint, printable, toJson } from './formats.js';
import type { Asked } from './run-question.js';
import { formatDuration } from './wording.js';

/** A change as one line of JSON; `time` is that of ISO 8601. */
export function changeJson({ name, type }: Asked, change: RecordSetChange, now: Date): string {
  const { status, ttl, stale, current, added, removed, error } = change;
  return jsonLine({
    time: now.toISOString(),
    name,
    type,
    status,
    ttl,
    stale,
    current: toJson(current),
    added: toJson(added),
    removed: toJson(removed),
    error: error && { code: error.code, message: error.message },
  });
}

/** A change for a person: a line with its time and state, and one for each record that came or went. */
export function changeText({ name, type }: Asked, change: RecordSetChange, now: Date, paint: Paint): string {
  const { status, ttl, stale, added, removed, error } = change;
  const state = paint(status, stale ? 'yellow' : status === 'NOERROR' ? 'green' : 'yellow');
  const parts = [
    paint(now.toTimeString().slice(0, 8), 'dim'),
    `${printable(name)} ${type}`,
    state,
    ...(ttl === undefined ? [] : [`TTL ${ttl} s`]),
    ...(error === undefined ? [] : [paint(`stale, ${error.code}: ${printable(error.message)}`, 'red')]),
  ];
  const lines = [
    parts.join('  '),
    ...removed.map((record) => paint(`  - ${formatRdata(record)}`, 'red')),
    ...added.map((record) => paint(`  + ${formatRdata(record)}`, 'green')),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** How far servers agree, as one line of JSON; `elapsed` in seconds. */
export function agreementJson({ agreed, agreeing, quorum, servers }: Agreement, seconds: number): string {
  const states = servers.map(({ server, agrees, outcome }) => ({
    server,
    agrees,
    status: outcome?.status,
    records: toJson(outcome?.records),
  }));
  return jsonLine({ elapsed: Number(seconds.toFixed(1)), agreed, agreeing, quorum, servers: states });
}

/** How far servers agree, as one line for a person. */
export function agreementText(agreement: Agreement, seconds: number): string {
  const { agreed, agreeing, quorum, servers } = agreement;
  const states = servers.map((server) => `${server.server} ${stateWord(server)}`).join(', ');
  const count = `${agreeing} of ${quorum === servers.length ? quorum : `${servers.length}, ${quorum} needed`}`;
  return `${formatDuration(seconds)}  ${agreed ? 'agreed: ' : ''}${count}  (${states})\n`;
}

function stateWord({ agrees, outcome }: ServerAgreement): string {
  if (agrees) return 'yes';
  if (outcome === undefined) return 'no answer yet';
  return outcome.status === 'NOERROR' ? 'other records' : outcome.status;
}
