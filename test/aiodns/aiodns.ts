import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** A method of `DNSResolver` and its arguments. */
export interface AiodnsCall {
  readonly call: readonly [method: string, ...values: (string | number)[]];
  /** Calls `cancel()` a moment later. */
  readonly cancel?: boolean;
}

/** What a call came to: its result, the number of its `DNSError`, or the class of another exception. */
export type AiodnsOutcome =
  | { readonly result: unknown }
  | { readonly errno: number }
  | { readonly raised: string };

/** What is missing for aiodns, and the Debian package that has it; empty where nothing is. */
export function missingAiodns(): Readonly<Record<string, string>> {
  const { status } = spawnSync(python, ['-c', 'import aiodns'], { stdio: 'ignore' });
  return status === 0 ? {} : { 'aiodns for /usr/bin/python3': 'python3-aiodns' };
}

/** Asks one question after another through aiodns, with a server on 127.0.0.1. */
export async function askAiodns(
  port: number,
  options: { readonly timeout: number; readonly tries: number; readonly domains: readonly string[] },
  questions: readonly AiodnsCall[],
): Promise<readonly AiodnsOutcome[]> {
  const script = fileURLToPath(new URL('ask.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  child.stdin.end(JSON.stringify({ options: { udp_port: port, tcp_port: port, ...options }, questions }));
  const outcomes: unknown = await json(child.stdout);
  await ended;
  if (Array.isArray(outcomes) && outcomes.every(isOutcome)) return outcomes;
  throw new Error('ask.py wrote something else than outcomes');
}

/** Debian's own Python: another one on PATH does not see Debian's packages. */
const python = '/usr/bin/python3';

function isOutcome(value: unknown): value is AiodnsOutcome {
  return typeof value === 'object' && value !== null;
}
