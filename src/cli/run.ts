import { readFile } from 'node:fs/promises';
import { parseArguments } from './arguments.js';
import { CommandError, exitCodes } from './command-error.js';
import { completionScript } from './completion.js';
import { helpText } from './help.js';
import { Output } from './output.js';
import { resolveBatch } from './resolve-batch.js';
import { waitForAgreement } from './wait-for-agreement.js';
import { waitHelp, watchHelp } from './watch-help.js';
import { watchRecordSet } from './watch-record-set.js';

/**
 * Runs the command and resolves to its exit code; never rejects.
 *
 * `argv` is the command line without the program's own name. Data goes to standard output, everything else to
 * standard error.
 */
export async function run(argv: readonly string[]): Promise<number> {
  // When standard error is gone there is nowhere left to say so, and the data may still be wanted.
  process.stderr.on('error', () => undefined);
  try {
    if (argv[0] === 'completion') return await print(completionScript(argv.slice(1)));
    const command = parseArguments(argv);
    switch (command.action) {
      case 'help':
        return await print(helpTexts[command.topic ?? 'resolve']);
      case 'version':
        return await print(`rxdns ${await readVersion()}\n`);
      case 'watch':
        return await watchRecordSet(command);
      case 'wait':
        return await waitForAgreement(command);
      case 'resolve':
        return await resolveBatch(command);
    }
  } catch (error) {
    return complain(error, argv[0] ?? '');
  }
}

const helpTexts = { resolve: helpText(), watch: watchHelp, wait: waitHelp };

async function print(text: string): Promise<number> {
  // A reader that has seen enough of it closes the pipe.
  const output = new Output(process.stdout, { failed: () => undefined });
  output.write(text);
  await output.end();
  return exitCodes.ok;
}

function complain(error: unknown, word: string): number {
  if (!(error instanceof CommandError)) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    process.stderr.write(`rxdns: a fault of rxdns itself, please report it: ${message}\n`);
    return exitCodes.internal;
  }
  process.stderr.write(`rxdns: ${error.message}\n`);
  if (error.exitCode === exitCodes.usage) {
    const subcommand = word === 'watch' || word === 'wait' ? `${word} ` : '';
    process.stderr.write(`Try "rxdns ${subcommand}--help".\n`);
  }
  return error.exitCode;
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const manifest: unknown = JSON.parse(text);
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return known ? String(manifest.version) : 'of unknown version';
}
