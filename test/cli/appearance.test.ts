import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseFormat } from '../../src/cli/appearance.js';
import { type Batch, parseArguments } from '../../src/cli/arguments.js';

function batch(line: string): Batch {
  const command = parseArguments(line.split(' '));
  if (command.action !== 'resolve') throw new Error('not a batch');
  return command;
}

describe('chooseFormat', () => {
  const before = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');
  const environment = { ...process.env };

  beforeEach(() => {
    process.env['NO_COLOR'] = '';
    process.env['TERM'] = 'xterm';
  });

  afterEach(() => {
    process.env = { ...environment };
    if (before === undefined) Reflect.deleteProperty(process.stdout, 'isTTY');
    else Object.defineProperty(process.stdout, 'isTTY', before);
  });

  it.each([
    [true, 'a.example', { kind: 'table', nameWidth: 12, plain: false }],
    [true, '-o out a.example', { kind: 'json' }],
    [true, '-o out --table a.example', { kind: 'table', nameWidth: 12, plain: true }],
    [true, '--json a.example', { kind: 'json' }],
    [false, 'a.example', { kind: 'json' }],
    [false, '--table -f list', { kind: 'table', nameWidth: 32, plain: true }],
    [false, '--short a.example', { kind: 'short' }],
  ])('on a terminal: %s, with %s', (terminal, line, format) => {
    Object.defineProperty(process.stdout, 'isTTY', { value: terminal, configurable: true });
    expect(chooseFormat(batch(line))).toStrictEqual(format);
  });
});
