import { close, constants, createWriteStream, fdatasync, fstat, ftruncate, open } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { promisify } from 'node:util';
import { ioError, usageError, writeError } from './command-error.js';

/** Where the outcomes go. */
export interface Target {
  readonly stream: Writable;
  /** As messages name it. */
  readonly label: string;
  /** Resolves once what the stream has written survives a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Standard output. */
export const standardOutput: Target = {
  stream: process.stdout,
  label: 'standard output',
  sync: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Opens a file to write from the front, what was in it being lost. Throws {@link CommandError} with exit code 74. */
export async function openFile(path: string): Promise<Target> {
  const file = await openDescriptor(path, 'w');
  return target(path, file, {});
}

/**
 * Opens a file, creates it where there is none, and cuts it to so many octets, behind which writing goes on.
 *
 * Throws {@link CommandError}: exit code 64 where there are fewer, 74 where it does not open.
 */
export async function openCut(path: string, length: number): Promise<Target> {
  const file = await openDescriptor(path, constants.O_RDWR | constants.O_CREAT);
  try {
    const { size } = await promisify(fstat)(file);
    if (size < length)
      throw usageError(`cannot resume: ${path} has ${size} octets, and ${length} were written`);
    await promisify(ftruncate)(file, length);
  } catch (error) {
    await promisify(close)(file);
    throw error;
  }
  return target(path, file, { start: length });
}

/**
 * Octets of a file that can be cut, 0 where there is none yet.
 *
 * Throws {@link CommandError}: exit code 64 where it is a device or a pipe, 74 where it cannot be looked at.
 */
export async function lengthOf(path: string): Promise<number> {
  const status = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw ioError(`cannot write ${path}`, error);
  });
  if (status?.isFile() === false)
    throw usageError(`--resume needs a file that can be cut, which ${path} is not`);
  return status?.size ?? 0;
}

function openDescriptor(path: string, flags: string | number): Promise<number> {
  return promisify(open)(path, flags).catch((error: unknown) => {
    throw writeError(`cannot write ${path}`, path, error);
  });
}

function target(label: string, file: number, position: { readonly start?: number }): Target {
  return {
    stream: createWriteStream(label, { ...position, fd: file, autoClose: false }),
    label,
    sync: () => promisify(fdatasync)(file),
    close: () => promisify(close)(file),
  };
}
