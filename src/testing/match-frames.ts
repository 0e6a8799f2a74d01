import { DiagramWriter, drawSubscription, type Mark } from './frame-diagram.js';
import { ValueWriter } from './write-value.js';

/**
 * Compares what happened with what was expected: the matcher of a `TestScheduler`.
 *
 * Takes what the scheduler hands over: frames with their notifications, or subscription logs. Throws an Error
 * that shows the diagrams of both sides, in which equal values have the same letter, and their frames, line by
 * line, where they are not strictly equal ({@link ValueWriter}).
 */
export function matchFrames(actual: unknown, expected: unknown): void {
  const writer = new ValueWriter();
  const expectedEntries = listEntries(expected);
  const actualEntries = listEntries(actual);
  const report: string[] = [];
  let equal = true;
  for (let n = 0; n < Math.max(expectedEntries.length, actualEntries.length); n += 1) {
    const wanted = writeEntry(expectedEntries[n], n < expectedEntries.length, writer);
    const seen = writeEntry(actualEntries[n], n < actualEntries.length, writer);
    if (wanted.join('\n') !== seen.join('\n')) equal = false;
    report.push(...compareLines(wanted, seen));
  }
  if (equal) return;
  const diagrams = new DiagramWriter();
  const drawn = compareLines(
    drawEntries(expectedEntries, writer, diagrams),
    drawEntries(actualEntries, writer, diagrams),
  );
  throw new Error(['the marbles differ (- expected, + actual)', ...drawn, ...report].join('\n'));
}

function listEntries(side: unknown): readonly unknown[] {
  return Array.isArray(side) ? side : [side];
}

/** No lines where this side has no entry any more. */
function writeEntry(entry: unknown, present: boolean, writer: ValueWriter): readonly string[] {
  return present ? describeEntry(entry, writer).split('\n') : [];
}

function describeEntry(entry: unknown, writer: ValueWriter): string {
  if (!isObject(entry)) return writer.write(entry);
  if ('subscribedFrame' in entry) {
    const { subscribedFrame, unsubscribedFrame } = entry;
    const end = unsubscribedFrame === Number.POSITIVE_INFINITY ? 'never' : `in frame ${unsubscribedFrame}`;
    return `subscribed in frame ${subscribedFrame}, unsubscribed ${end}`;
  }
  const { frame, notification } = entry;
  if (!isObject(notification)) return writer.write(entry);
  const { kind, value, error } = notification;
  if (kind === 'C') return `frame ${frame} complete`;
  return kind === 'E'
    ? `frame ${frame} error ${writer.write(error)}`
    : `frame ${frame} next ${writer.write(value)}`;
}

/** One diagram, or one for each subscription; none where it cannot be drawn. */
function drawEntries(
  entries: readonly unknown[],
  writer: ValueWriter,
  diagrams: DiagramWriter,
): readonly string[] {
  const subscriptions = entries.flatMap((entry) =>
    isObject(entry) && 'subscribedFrame' in entry
      ? [drawSubscription(Number(entry['subscribedFrame']), Number(entry['unsubscribedFrame']))]
      : [],
  );
  if (subscriptions.length > 0) return subscriptions.map(quote);
  const marks = entries.flatMap((entry) => readMark(entry, writer) ?? []);
  const diagram = marks.length === entries.length ? diagrams.draw(marks) : undefined;
  return diagram === undefined ? [] : [quote(diagram)];
}

function readMark(entry: unknown, writer: ValueWriter): Mark | undefined {
  if (!isObject(entry) || !isObject(entry['notification'])) return undefined;
  const { kind, value } = entry['notification'];
  if (kind !== 'N' && kind !== 'E' && kind !== 'C') return undefined;
  return { frame: Number(entry['frame']), kind, text: kind === 'N' ? writer.write(value) : '' };
}

function quote(diagram: string): string {
  return `'${diagram}'`;
}

/** The lines of one entry on both sides; equal ones at its start and end are shown once. */
function compareLines(expected: readonly string[], actual: readonly string[]): readonly string[] {
  const shorter = Math.min(expected.length, actual.length);
  let start = 0;
  while (start < shorter && expected[start] === actual[start]) start += 1;
  let end = 0;
  while (end < shorter - start && expected.at(-1 - end) === actual.at(-1 - end)) end += 1;
  return [
    ...expected.slice(0, start).map((line) => `    ${line}`),
    ...expected.slice(start, expected.length - end).map((line) => `  - ${line}`),
    ...actual.slice(start, actual.length - end).map((line) => `  + ${line}`),
    ...expected.slice(expected.length - end).map((line) => `    ${line}`),
  ];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
