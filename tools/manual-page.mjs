// Compares man/rxdns.1 with what the command's tables of options, examples and exit codes make of it; `--update`
// writes it.
import { readFileSync, writeFileSync } from 'node:fs';
import { importSource } from './import-source.mjs';

/** @type {typeof import('../src/cli/help.js')} */
const { examples, exits, optionSyntax, usages } = await importSource('src/cli/help.ts');
/** @type {typeof import('../src/cli/option-table.js')} */
const { optionList } = await importSource('src/cli/option-table.ts');
const path = 'man/rxdns.1';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const fresh = manualPage();
if (process.argv.includes('--update')) {
  writeFileSync(path, fresh);
  console.log(`${path} written`);
} else if (readFileSync(path, 'utf8') === fresh) console.log(`${path} is what the tables say`);
else {
  console.error(`${path} differs from the tables of options. To write it anew: npm run docs`);
  process.exitCode = 1;
}

function manualPage() {
  return `.\\" Written by tools/manual-page.mjs.
.TH RXDNS 1 "" "rxdns ${version}" "User Commands"
.SH NAME
rxdns \\- ask DNS for many names at once
.SH SYNOPSIS
${usages
  .map(([line]) => line.replace('... |', 'command |'))
  .map(synopsis)
  .join('.br\n')}.SH DESCRIPTION
${paragraphs(`
rxdns asks for every name of a list, or of the command line, many at a time, and writes one outcome for each name and type: as many come out as went in, failures included. A name that is an address means the names of that address (PTR).

Without names and without a file, it reads standard input.
`)}.SH OPTIONS
${['Input', 'Output', 'Pace', 'Reports', 'Other'].map(group).join('')}.SH INPUT
${paragraphs(`
Lines are "name", "name TYPE" or "name TYPE @server". Several types stand apart by commas or spaces, several servers by spaces. "#" begins a comment, empty lines are skipped. What cannot be a name is an outcome as well, with the status BADNAME.

In CSV the first record names the columns, unless --column is a number. Fields may be quoted, and lines end in LF or CRLF. In NDJSON each line is an object, or a string, which is a name alone. The whole row is the field "row" of the JSON output.
`)}.SH OUTPUT
${paragraphs(`
With --json, each line is an object: input, index (of the input, from 0), name, type, status, ttl, server, elapsed (milliseconds), attempts, records, error (code and message), row. Outcomes stand in the order in which they come.

The status is NOERROR, NODATA, NXDOMAIN, the name of another rcode such as SERVFAIL or REFUSED, or that of an error: TIMEOUT, CONNREFUSED, BADNAME, BADQUERY, CANCELLED.

Data goes to standard output or to the file of --output; progress, summary and messages go to standard error.
`)}.SH RESUMING
${paragraphs(`
With --resume, a checkpoint stands beside the output and is renewed every half second, after the output has reached the disk. The same command line goes on from it: it reads again the input that was taken, makes sure that it is the same, cuts the output to what the checkpoint vouches for, and asks what has no outcome. In the end each question has one line, however often the run was killed; then the checkpoint is removed. A list on standard input is given again by whoever calls.

Servers, pace and the number of workers may be others in the next run; the types, the format, --status, --input and --column may not, nor may the input.
`)}.SH SIGNALS
${paragraphs(`
SIGINT and SIGTERM stop the reading. What is in flight is waited for, one timeout at most; what then has no answer is CANCELLED, or with --resume left to the next run. A second signal ends the command at once.

A closed pipe on standard output ends the command quietly.
`)}.SH EXIT STATUS
${exits.map(([code, text]) => `.TP\n.B ${code}\n${roff(text)}\n`).join('')}.SH ENVIRONMENT
.TP
.BR NO_COLOR ", " TERM=dumb
no colours, and with TERM=dumb no line of progress
.TP
.BR RES_OPTIONS ", " LOCALDOMAIN
as for the resolver of the C library
.SH FILES
.TP
.I /etc/resolv.conf
the servers, where none are given
.TP
.I FILE.checkpoint
how far the run is that writes
.I FILE
.SH EXAMPLES
${examples.map(([line, meaning]) => `.TP\n.B ${roff(line)}\n${roff(meaning)}\n`).join('')}.SH SEE ALSO
.BR dig (1),
.BR resolv.conf (5)
`;
}

/** @param {string} name */
function group(name) {
  const options = optionList.filter((option) => option.group === name);
  return `.SS ${name}\n${options
    .map((option) => `.TP\n.B ${roff(optionSyntax(option))}\n${roff(option.help)}\n`)
    .join('')}`;
}

/** @param {string} line */
function synopsis(line) {
  return `${roff(line)}\n`;
}

/** @param {string} text */
function paragraphs(text) {
  return text
    .trim()
    .split('\n\n')
    .map((paragraph) => `.PP\n${roff(paragraph)}\n`)
    .join('');
}

/**
 * Text that roff shows as it is.
 * @param {string} text
 */
function roff(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replace(/^(?=[.'])/gm, '\\&');
}
