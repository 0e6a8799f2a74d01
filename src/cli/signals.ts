import { exitCodes } from './command-error.js';

/** A signal that ends a run. */
export type Signal = 'SIGINT' | 'SIGTERM';

/**
 * Calls `stop` on the first SIGINT or SIGTERM; on the second the process leaves at once, after `leave`.
 *
 * Returns what takes the listeners off again.
 */
export function listenForSignals(stop: (signal: Signal) => void, leave: () => void): () => void {
  let stopping = false;
  const receive = (signal: Signal): void => {
    if (stopping) {
      leave();
      // The one place where output in flight is given up: this is what the second signal asks for.
      process.exit(exitCodes[signal]);
    }
    stopping = true;
    stop(signal);
  };
  const interrupt = (): void => receive('SIGINT');
  const terminate = (): void => receive('SIGTERM');
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', terminate);
  return () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', terminate);
  };
}
