import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The demonstration's name server. */
export interface Demo {
  /** A server string. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Starts the embedded name server in a thread of its own, so that it does not share the resolver's event loop.
 *
 * The thread does not keep the process alive. Rejects where it cannot listen.
 */
export async function startDemo(): Promise<Demo> {
  const worker = new Worker(new URL('./demo-thread.js', import.meta.url));
  const [address]: unknown[] = await once(worker, 'message');
  worker.unref();
  return {
    address: String(address),
    async close() {
      await worker.terminate();
    },
  };
}

/** Names for a demonstration that was given none. */
export function demoNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `host-${at + 1}.demo.example`);
}
