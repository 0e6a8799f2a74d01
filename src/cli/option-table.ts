/** A heading that options stand under. */
export type OptionGroup = 'Input' | 'Output' | 'Pace' | 'Reports' | 'Other';

/** One option: what the command line is read by, and what help, the manual page and completions say of it. */
export interface OptionEntry {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  readonly group: OptionGroup;
  /** What stands for the value in help. */
  readonly value?: string;
  /** What a completion offers for the value: words, the types of records, or the names of files. */
  readonly offers?: readonly string[] | 'types' | 'files';
  readonly help: string;
}

/** Every option by its long name, in the order of help. */
export const optionTable = {
  file: {
    type: 'string',
    short: 'f',
    multiple: true,
    group: 'Input',
    value: 'FILE',
    offers: 'files',
    help: 'names from a file; "-" is standard input; may be repeated',
  },
  input: {
    type: 'string',
    group: 'Input',
    value: 'KIND',
    offers: ['auto', 'lines', 'csv', 'ndjson'],
    help: "lines, csv or ndjson; auto goes by the end of the file's name: .csv, .ndjson, .jsonl, else lines (auto)",
  },
  column: {
    type: 'string',
    group: 'Input',
    value: 'NAME',
    help: 'where the name is in CSV or NDJSON (name, domain, hostname or host); a number counts the columns of CSV that has no header; the row goes to the output as it is',
  },
  type: {
    type: 'string',
    short: 't',
    multiple: true,
    group: 'Input',
    value: 'TYPES',
    offers: 'types',
    help: 'types for inputs without one, such as A,MX or TYPE65280 (A); for an address, A and AAAA mean PTR',
  },
  server: {
    type: 'string',
    short: 's',
    multiple: true,
    group: 'Input',
    value: 'SERVER',
    offers: 'files',
    help: 'a server to ask: 192.0.2.1, 192.0.2.1:5353, [2001:db8::1]:53, "system" for resolv.conf\'s, or @FILE with one on each line; may be repeated (system)',
  },
  output: {
    type: 'string',
    short: 'o',
    group: 'Output',
    value: 'FILE',
    offers: 'files',
    help: 'write to a file instead of standard output',
  },
  resume: {
    type: 'boolean',
    group: 'Output',
    help: 'go on where the last run of the same command stopped, also after a crash or kill -9; needs -o, and keeps FILE.checkpoint while it runs',
  },
  json: {
    type: 'boolean',
    group: 'Output',
    help: 'one JSON object on a line for each input and type (unless on a terminal); octets in records are hexadecimal',
  },
  table: { type: 'boolean', group: 'Output', help: 'columns (on a terminal)' },
  short: { type: 'boolean', group: 'Output', help: 'the values alone' },
  csv: {
    type: 'boolean',
    group: 'Output',
    help: 'a row for each record, and one for an outcome without any (in a file called .csv); the columns of CSV input come last, as row.NAME',
  },
  format: {
    type: 'string',
    group: 'Output',
    value: 'NAME',
    offers: ['auto', 'json', 'table', 'short', 'csv'],
    help: 'one of these by its name: json, table, short, csv or auto',
  },
  status: {
    type: 'string',
    multiple: true,
    group: 'Output',
    value: 'LIST',
    offers: ['NOERROR', 'NODATA', 'NXDOMAIN', 'SERVFAIL', 'REFUSED', 'TIMEOUT', 'BADNAME'],
    help: 'print only these, such as SERVFAIL,TIMEOUT; all of them still count',
  },
  concurrency: {
    type: 'string',
    short: 'c',
    group: 'Pace',
    value: 'N',
    help: 'inputs in flight, at most 100,000 (256)',
  },
  rate: {
    type: 'string',
    group: 'Pace',
    value: 'N',
    help: 'questions that begin in a second, at most; further attempts do not count (no limit)',
  },
  workers: {
    type: 'string',
    group: 'Pace',
    value: 'N',
    help: 'threads that share them, on as many cores, at most 64 (1)',
  },
  timeout: {
    type: 'string',
    group: 'Pace',
    value: 'TIME',
    help: 'for one attempt, such as 500ms or 2s; a number alone is milliseconds (2s)',
  },
  tries: { type: 'string', group: 'Pace', value: 'N', help: 'attempts at each server, at most 3 (3)' },
  deadline: {
    type: 'string',
    group: 'Pace',
    value: 'TIME',
    help: 'for one question, all attempts together (none)',
  },
  progress: {
    type: 'string',
    group: 'Reports',
    value: 'KIND',
    offers: ['auto', 'json', 'none'],
    help: 'how far it is: auto (a line on a terminal), json (an object every second) or none (auto)',
  },
  summary: {
    type: 'string',
    group: 'Reports',
    value: 'FILE',
    offers: 'files',
    help: 'write the summary to a file, as JSON',
  },
  quiet: { type: 'boolean', short: 'q', group: 'Reports', help: 'neither progress nor summary' },
  demo: {
    type: 'boolean',
    group: 'Other',
    help: "ask a name server of rxdns's own on the loopback address: every name has an answer, though a few are NXDOMAIN, NODATA, SERVFAIL or truncated; without names, it makes some up",
  },
  help: { type: 'boolean', short: 'h', group: 'Other', help: 'this text' },
  version: { type: 'boolean', short: 'V', group: 'Other', help: 'the version' },
} as const satisfies Readonly<Record<string, OptionEntry>>;

/** The table as a list, each option with its long name. */
export const optionList: readonly (OptionEntry & { readonly name: string })[] = Object.entries(
  optionTable,
).map(([name, entry]) => ({ name, ...entry }));
