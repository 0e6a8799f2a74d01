import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { parseLines } from './command.js';

/** A name server, and a folder for the files of runs that are resumed. */
export interface ResumeFixture {
  readonly server: NameServer;
  /** Whether names that begin with `silent` get no answer; at first they get none. */
  silent: boolean;
  /** A path in the folder. */
  path(name: string): string;
  /** The command line of a run that can be resumed, with more words; its output is `out`. */
  words(...more: readonly string[]): readonly string[];
  /** Resolves once so many lines are in the output. */
  lines(count: number): Promise<void>;
  /** The questions of the output, sorted; a line that is not whole fails. */
  questions(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Starts the server; one name in a hundred loses its first query. */
export async function startResumeFixture(): Promise<ResumeFixture> {
  const asked = new Set<string>();
  const server = await startNameServer({
    respond: ({ name, type }) => {
      if (fixture.silent && name.startsWith('silent')) return { kind: 'drop' };
      // Open while a thousand behind it are finished.
      const question = `${name} ${type}`;
      if (name.endsWith('50.example') && !asked.has(question)) {
        asked.add(question);
        return { kind: 'drop' };
      }
      if (type !== 'A') return { kind: 'answer' };
      return { kind: 'answer', answers: [{ name, type: 'A', address: '192.0.2.1' }] };
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'rxdns-'));
  const output = join(folder, 'out');
  const fixture: ResumeFixture = {
    server,
    silent: true,
    path: (name) => join(folder, name),
    words: (...more) => ['-s', server.address, '-o', output, '--resume', ...more],
    async lines(count) {
      const text = (): Promise<string> => readFile(output, 'utf8').catch(() => '');
      while ((await text()).split('\n').length <= count) await sleep(20);
    },
    async questions() {
      const parsed = parseLines(await readFile(output, 'utf8'));
      return parsed.map(({ index, type }) => `${index} ${type}`).sort();
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
  return fixture;
}
