import { describe, expect, it } from 'vitest';
import { type Command, parseArguments } from '../../src/cli/arguments.js';
import { CommandError } from '../../src/cli/command-error.js';

const parse = (line: string): Command => parseArguments(line.split(' '));

function refusal(line: string): string {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === 64) return error.message;
    throw error;
  }
  throw new Error('parseArguments took it');
}

const watch = { action: 'watch', name: 'a.example', type: 'A', servers: [], demo: false, format: 'auto' };
const wait = {
  action: 'wait',
  name: 'a.example',
  type: 'TXT',
  values: ['x'],
  servers: [],
  demo: false,
  deadline: 300_000,
  progress: 'auto',
};

describe('watch', () => {
  it.each<[line: string, command: object]>([
    ['watch a.example', watch],
    ['watch mx a.example', { ...watch, type: 'MX' }],
    ['watch a.example TYPE65280 --json', { ...watch, type: 'TYPE65280', format: 'json' }],
    ['watch a.example --text', { ...watch, format: 'text' }],
    [
      'watch @192.0.2.1 a.example -s 192.0.2.2,192.0.2.3',
      { ...watch, servers: ['192.0.2.1', '192.0.2.2', '192.0.2.3'] },
    ],
    ['watch a.example --min 1500 --max 2h', { ...watch, minInterval: 1500, maxInterval: 7_200_000 }],
    ['watch a.example --min 500ms --max 5m', { ...watch, minInterval: 500, maxInterval: 300_000 }],
    ['watch a.example --timeout 100 --tries 2', { ...watch, timeout: 100, tries: 2 }],
    ['watch --demo', { ...watch, name: 'www.demo.example', demo: true }],
    ['watch --help nonsense @1 @2 @3', { action: 'help', topic: 'watch' }],
    ['wait -h', { action: 'help', topic: 'wait' }],
  ])('takes %s', (line, command) => {
    expect(parse(line)).toStrictEqual(command);
  });

  it.each<[line: string, message: string]>([
    ['watch', 'watch takes one name and one type'],
    ['watch A', 'watch takes one name and one type'],
    ['watch a.example b.example', 'watch takes one name and one type'],
    ['watch A MX a.example', 'watch takes one name and one type'],
    ['watch a.example --json --text', 'choose one format: json or text'],
    [
      'watch a.example --min 0',
      '--min takes a duration such as 500ms, 2s or 5m, 1 to 604,800,000 ms, not "0"',
    ],
    [
      'watch a.example --max 169h',
      '--max takes a duration such as 500ms, 2s or 5m, 1 to 604,800,000 ms, not "169h"',
    ],
    ['watch a.example --every 2s', "Unknown option '--every'"],
    ['watch a.example --demo @192.0.2.1', '--demo has name servers of its own'],
    ['watch a.example @system @192.0.2.1', '"system" stands alone as a server'],
  ])('refuses %s', (line, message) => {
    expect(refusal(line)).toBe(message);
  });

  it('is a name where it is not the first word, or has a dot behind', () => {
    expect(parse('a.example watch')).toMatchObject({ action: 'resolve', names: ['a.example', 'watch'] });
    expect(parse('wait.')).toMatchObject({ action: 'resolve', names: ['wait.'] });
  });
});

describe('wait', () => {
  it.each<[line: string, command: object]>([
    ['wait a.example TXT x', wait],
    ['wait a.example txt x @192.0.2.1 y', { ...wait, values: ['x', 'y'], servers: ['192.0.2.1'] }],
    ['wait A A A', { ...wait, name: 'A', type: 'A', values: ['A'] }],
    ['wait --every 2s -- a.example TXT -x', { ...wait, every: 2000, values: ['-x'] }],
    ['wait a.example TXT x --quorum 2', { ...wait, quorum: 2 }],
    ['wait a.example TXT x --deadline 90s -q', { ...wait, deadline: 90_000, progress: 'none' }],
    ['wait a.example TXT x --progress json', { ...wait, progress: 'json' }],
  ])('takes %s', (line, command) => {
    expect(parse(line)).toStrictEqual(command);
  });

  it.each<[line: string, message: string]>([
    ['wait', 'wait takes a name, a type and a value'],
    ['wait a.example TXT', 'wait takes a name, a type and a value'],
    ['wait a.example TXT @192.0.2.1', 'wait takes a name, a type and a value'],
    ['wait TXT a.example x', '"a.example" is not a record type, such as MX, or TYPE65280 by its number'],
    ['wait a.example ANY x', 'wait takes one type, not ANY'],
    ['wait a.example TXT x --quorum 0', '--quorum takes a whole number, 1 to 1,000, not "0"'],
    [
      'wait a.example TXT x --every 2d',
      '--every takes a duration such as 500ms, 2s or 5m, 1 to 2,147,483,647 ms, not "2d"',
    ],
    ['wait a.example TXT x --progress text', '--progress takes auto, json, none, not "text"'],
  ])('refuses %s', (line, message) => {
    expect(refusal(line)).toBe(message);
  });
});
