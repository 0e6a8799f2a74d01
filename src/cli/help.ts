import { exitCodes } from './command-error.js';
import { type OptionEntry, type OptionGroup, optionList } from './option-table.js';

/** What `--help` prints, in 80 columns. */
export function helpText(): string {
  return `rxdns: asks DNS for many names at once, and has an outcome for each.

Usage
${pairs(usages)}
Examples
${pairs(examples)}
Lines of input are "name", "name TYPE" or "name TYPE @server"; "#" begins a
comment, and empty lines are skipped. A word that is a type is one: "mx." is a
name, and so is "watch." at the beginning. Names may be Unicode.

${(['Input', 'Output', 'Pace', 'Reports', 'Other'] as const).map(groupText).join('\n')}
Ctrl-C stops reading and waits for what is in flight, at most one timeout; a
second one leaves at once. NO_COLOR=1 and TERM=dumb switch colours off.

Exit codes
${exits.map(([code, text]) => `  ${String(code).padStart(3)}  ${text}\n`).join('')}`;
}

/** A line of text, and what it means. */
export type Pair = readonly [string, string];

/** The ways to call the command. */
export const usages: readonly Pair[] = [
  ['rxdns [TYPE...] [@SERVER...] NAME...', 'ask for names'],
  ['rxdns -f FILE [-t TYPES]', 'ask for every line of a file'],
  ['... | rxdns [-t TYPES]', 'ask for every line of standard input'],
  ['rxdns watch NAME [TYPE] [@SERVER...]', 'print each change of a record set'],
  ['rxdns wait NAME TYPE VALUE [@SERVER...]', 'wait until servers have a record'],
  ['rxdns completion bash|zsh|fish', 'print a completion for a shell'],
];

/** Calls that show what there is. */
export const examples: readonly Pair[] = [
  ['rxdns example.com', 'its addresses (A)'],
  ['rxdns MX TXT @192.0.2.1 example.com', 'two types, from one server'],
  ['rxdns 192.0.2.1 2001:db8::1', 'the names of addresses (PTR)'],
  ['rxdns -f names.txt -t A,MX > out', 'two lines out for each line in'],
  ['rxdns -f list.csv --column site', 'names from a column of CSV'],
  ['rxdns -f names.txt -o out --resume', 'go on where the last run stopped'],
];

/** What the exit codes mean. */
export const exits: readonly (readonly [number, string])[] = [
  [exitCodes.ok, 'every question was answered: NOERROR, NODATA or NXDOMAIN'],
  [exitCodes.some, 'some were not'],
  [exitCodes.none, 'none was'],
  [exitCodes.late, 'wait: the servers did not agree in time'],
  [exitCodes.usage, 'wrong usage'],
  [exitCodes.internal, 'a fault of rxdns'],
  [exitCodes.io, 'a file or a stream failed'],
  [exitCodes.SIGINT, 'interrupted (SIGINT)'],
  [exitCodes.SIGTERM, 'terminated (SIGTERM)'],
];

/** How an option is written: `-c, --concurrency N`. */
export function optionSyntax({ name, short, value }: OptionEntry & { readonly name: string }): string {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`;
  return short === undefined ? long : `-${short}, ${long}`;
}

/** Columns of the terminal, and where the texts begin. */
const width = 80;
const margin = 25;

function pairs(list: readonly Pair[]): string {
  return list.map(([line, meaning]) => `  ${line.padEnd(39)} ${meaning}\n`).join('');
}

function groupText(group: OptionGroup): string {
  const options = optionList.filter((option) => option.group === group);
  return `${group}\n${options.map(optionText).join('')}`;
}

function optionText(option: (typeof optionList)[number]): string {
  const [first = '', ...rest] = wrap(option.help, width - margin);
  const head = option.short === undefined ? `      ${optionSyntax(option)}` : `  ${optionSyntax(option)}`;
  return [head.padEnd(margin) + first, ...rest.map((line) => ' '.repeat(margin) + line), ''].join('\n');
}

/** A text in lines of so many columns at most. */
function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines.splice(-1, 1, `${last} ${word}`);
    else lines.push(word);
  }
  return lines;
}
