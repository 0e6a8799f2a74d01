import { domainToASCII } from 'node:url';
import type { Batch } from './arguments.js';
import { createJsonDisplay, createLineDisplay, type Display, noDisplay } from './display.js';
import type { FormatChoice } from './formats.js';
import type { Gauge } from './progress.js';

/** The format asked for; of itself, a table on a terminal, CSV in a file that is called so, and JSON elsewhere. */
export function chooseFormat({ format, names, files, outputFile }: Batch): FormatChoice {
  if (format === 'short' || format === 'csv') return { kind: format };
  if (format === 'auto' && outputFile !== undefined && /\.csv$/i.test(outputFile)) return { kind: 'csv' };
  const shown = outputFile === undefined && process.stdout.isTTY === true;
  if (format === 'json' || (format === 'auto' && !shown)) return { kind: 'json' };
  // Of a file the longest name is not known before its end.
  const unknown = files.length > 0 || names.length === 0 ? 32 : 12;
  const width = names.reduce(
    (widest, name) => Math.max(widest, name.length, domainToASCII(name).length),
    unknown,
  );
  return { kind: 'table', nameWidth: Math.min(width, 40), plain: !shown || isPlain(process.stdout) };
}

/** What shows progress on standard error, as asked for and as far as it can be shown there. */
export function chooseDisplay({ progress, quiet, files }: Batch, gauge: Gauge): Display {
  if (quiet || progress === 'none') return noDisplay;
  if (progress === 'json') return createJsonDisplay(gauge, process.stderr);
  // Who types the names sees how far it is, and needs the line to type on.
  const typed = files.includes('-') && process.stdin.isTTY === true;
  const capable = process.stderr.isTTY === true && process.env['TERM'] !== 'dumb' && !typed;
  return capable ? createLineDisplay(gauge, process.stderr) : noDisplay;
}

/** Whether a stream is to get text without escape sequences: no terminal, `NO_COLOR`, or `TERM=dumb`. */
export function isPlain(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR: noColour = '', TERM: terminal } = process.env;
  return stream.isTTY !== true || noColour !== '' || terminal === 'dumb';
}
