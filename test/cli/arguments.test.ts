import { describe, expect, it } from 'vitest';
import { type Command, parseArguments } from '../../src/cli/arguments.js';
import { CommandError } from '../../src/cli/command-error.js';

const defaults: Command = {
  action: 'resolve',
  names: [],
  files: [],
  inputKind: 'auto',
  types: ['A'],
  servers: [],
  concurrency: 256,
  workers: 1,
  format: 'auto',
  resume: false,
  progress: 'auto',
  quiet: false,
  demo: false,
};

function messageOf(argv: readonly string[]): readonly [number, string] {
  try {
    parseArguments(argv);
  } catch (error) {
    if (error instanceof CommandError) return [error.exitCode, error.message];
    throw error;
  }
  throw new Error('parseArguments took it');
}

describe('parseArguments', () => {
  it.each<[string, string, Command]>([
    ['a name', 'example.com', { ...defaults, names: ['example.com'] }],
    ['a type in front', 'MX example.com', { ...defaults, names: ['example.com'], types: ['MX'] }],
    ['a type behind', 'example.com aaaa', { ...defaults, names: ['example.com'], types: ['AAAA'] }],
    ['a type with a trailing dot is a name', 'mx.', { ...defaults, names: ['mx.'] }],
    [
      'types, servers and names mixed',
      'A @192.0.2.1 MX @[2001:db8::1]:53 a.example b.example',
      {
        ...defaults,
        names: ['a.example', 'b.example'],
        types: ['A', 'MX'],
        servers: ['192.0.2.1', '[2001:db8::1]:53'],
      },
    ],
    ['types once each', '-t A,MX -t a,txt -f x', { ...defaults, files: ['x'], types: ['A', 'MX', 'TXT'] }],
    [
      'a type by its number',
      '-t TYPE65280,type15 -f x',
      { ...defaults, files: ['x'], types: ['TYPE65280', 'MX'] },
    ],
    ['files', '-f one --file=two -f -', { ...defaults, files: ['one', 'two', '-'] }],
    [
      'servers',
      '-s 192.0.2.1,192.0.2.2 --server @list x.example',
      {
        ...defaults,
        names: ['x.example'],
        servers: ['192.0.2.1', '192.0.2.2', '@list'],
      },
    ],
    [
      'numbers',
      '-c 8 --rate 500 --timeout 100 --tries 2 --deadline 900',
      {
        ...defaults,
        concurrency: 8,
        rate: 500,
        timeout: 100,
        tries: 2,
        deadline: 900,
      },
    ],
    ['durations', '--timeout 2s --deadline 1m', { ...defaults, timeout: 2000, deadline: 60_000 }],
    ['a format', '--short', { ...defaults, format: 'short' }],
    ['a format by its name', '--format table', { ...defaults, format: 'table' }],
    ['the same format twice', '--json --format json', { ...defaults, format: 'json' }],
    [
      'a filter',
      '--status nxdomain,SERVFAIL --status TIMEOUT',
      {
        ...defaults,
        statuses: new Set(['NXDOMAIN', 'SERVFAIL', 'TIMEOUT']),
      },
    ],
    [
      'reports',
      '--progress json --summary out.json -q',
      {
        ...defaults,
        progress: 'json',
        summaryFile: 'out.json',
        quiet: true,
      },
    ],
    ['an output', '-o out.ndjson', { ...defaults, outputFile: 'out.ndjson' }],
    ['standard output by name', '-o -', defaults],
    ['resuming', '-o out.ndjson --resume', { ...defaults, outputFile: 'out.ndjson', resume: true }],
    [
      'a column of CSV',
      '--input csv --column Domain -f x',
      { ...defaults, files: ['x'], inputKind: 'csv', column: 'Domain' },
    ],
    ['a demonstration', '--demo', { ...defaults, demo: true }],
    ['help before anything else', '-h -t A', { action: 'help' }],
    ['the version', '-V', { action: 'version' }],
    ['nothing', '', defaults],
  ])('takes %s', (_, line, command) => {
    expect(parseArguments(line === '' ? [] : line.split(' '))).toStrictEqual(command);
  });

  it.each<[string, string]>([
    ['--nope', "Unknown option '--nope'"],
    ['-f', "Option '-f, --file <value>' argument missing"],
    ['--json=yes', "Option '--json' does not take an argument"],
    ['-t FOO', '"FOO" is not a record type, such as MX, or TYPE65280 by its number'],
    ['-t A,', '"" is not a record type, such as MX, or TYPE65280 by its number'],
    ['-t TYPE65536', '"TYPE65536" is not a record type, such as MX, or TYPE65280 by its number'],
    ['-c 0', '-c, --concurrency takes a whole number, 1 to 100,000, not "0"'],
    ['-c 100001', '-c, --concurrency takes a whole number, 1 to 100,000, not "100001"'],
    ['-c 1e3', '-c, --concurrency takes a whole number, 1 to 100,000, not "1e3"'],
    ['--workers 0', '--workers takes a whole number, 1 to 64, not "0"'],
    ['--workers 65', '--workers takes a whole number, 1 to 64, not "65"'],
    ['--rate 0', '--rate takes a whole number, 1 to 1,000,000, not "0"'],
    ['--timeout 1.5', '--timeout takes a duration such as 500ms, 2s or 5m, 1 to 2,147,483,647 ms, not "1.5"'],
    ['--tries none', '--tries takes a whole number, 1 to 3, not "none"'],
    ['--deadline=-1', '--deadline takes a duration such as 500ms, 2s or 5m, 1 to 2,147,483,647 ms, not "-1"'],
    ['--json --short', 'choose one format: json or short'],
    ['--format xml', '--format takes auto, json, table, short, csv, not "xml"'],
    ['--resume x.example', '--resume needs a file for the output: -o FILE'],
    ['-o - --resume x.example', '--resume needs a file for the output: -o FILE'],
    ['--input xml', '--input takes auto, lines, csv, ndjson, not "xml"'],
    ['--progress yes', '--progress takes auto, json, none, not "yes"'],
    ['--status a;b', '--status takes names such as NXDOMAIN or TIMEOUT, not "A;B"'],
    ['--status NXDOMIAN', '--status takes names such as NXDOMAIN or TIMEOUT, not "NXDOMIAN"'],
    ['--file= x', '"" is not the name of a file'],
    ['-o out --summary ./out', '-o and --summary write to out both: choose another file for one of them'],
    ['--demo @192.0.2.1 x', '--demo has a name server of its own'],
    ['-s system,192.0.2.1 x', '"system" stands alone as a server'],
  ])('refuses %s', (line, message) => {
    expect(messageOf(line.split(' '))).toStrictEqual([64, message]);
  });
});
