import { closeSync, createReadStream, fstatSync, open, type Stats, statSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { ioError } from './command-error.js';

/** A file, or standard input, before it is read. */
export interface Source {
  /** As messages name it. */
  readonly label: string;
  /** Octets; absent where only the end tells. */
  readonly size?: number;
  /** Which file it is, whatever its path; absent where it is none. */
  readonly identity?: string;
  open(): Readable;
  /** Closes what no stream has taken over. */
  close(): void;
}

/** Opens a file, or standard input for `-`. Throws {@link CommandError} with exit code 74 where that fails. */
export async function openSource(path: string): Promise<Source> {
  if (path === '-') return standardInput();
  const descriptor = await openDescriptor(path, 'r').catch((error: unknown) => {
    throw ioError(`cannot read ${path}`, error);
  });
  const status = fstatSync(descriptor);
  let streaming = false;
  const source: Source = {
    label: path,
    ...describeFile(status),
    open() {
      streaming = true;
      // A read of a pipe must not hold one of Node's threads: it could not be ended by a signal.
      return status.isFIFO() ? new Socket({ fd: descriptor }) : createReadStream(path, { fd: descriptor });
    },
    close() {
      if (!streaming) closeSync(descriptor);
    },
  };
  if (!status.isDirectory()) return source;
  source.close();
  throw ioError(`cannot read ${path}`, directoryError());
}

/**
 * Which file a path to write leads to, to compare with {@link Source.identity}; undefined where there is none yet.
 *
 * Throws {@link CommandError} with exit code 74 where that cannot be seen.
 */
export function identify(path: string): string | undefined {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    return status === undefined ? undefined : describeFile(status).identity;
  } catch (error) {
    throw ioError(`cannot write ${path}`, error);
  }
}

const openDescriptor = promisify(open);

function describeFile(status: Stats): Pick<Source, 'size' | 'identity'> {
  return status.isFile() ? { size: status.size, identity: `${status.dev} ${status.ino}` } : {};
}

function directoryError(): Error {
  return Object.assign(new Error('a directory'), { code: 'EISDIR' });
}

function standardInput(): Source {
  const status = fstatSync(0);
  // Node reads a directory here as an empty stream.
  if (status.isDirectory()) throw ioError('cannot read standard input', directoryError());
  return {
    label: 'standard input',
    ...describeFile(status),
    open: () => process.stdin,
    close: () => undefined,
  };
}
