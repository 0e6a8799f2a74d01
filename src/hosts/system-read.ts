import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { devNull } from 'node:os';

/** Octets that a file may have: 16 MiB, twenty times a long list of blocked names. */
const maxSize = 16 * 1024 * 1024;
/** Octets read at a time where the size is not known: files under /proc say that they have none. */
const chunkSize = 64 * 1024;
/** Milliseconds within which a second change may have left the time stamps as they are (FAT has steps of 2 s). */
const granularity = 2000;
/** Codes of failures that say nothing about the file: what is known of it stays. */
const passingCodes: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EBUSY']);

/** What a look at a file found. */
export type Look =
  /** It has the stamp that was known. */
  | { readonly kind: 'same' }
  | {
      readonly kind: 'content';
      readonly text: string;
      /** Tells this content from another; undefined where a change could go unseen, so that it is read again. */
      readonly stamp: string | undefined;
    }
  | {
      readonly kind: 'failure';
      readonly reason: string;
      readonly missing: boolean;
      /** Whether the failure is one of the process and not of the file. */
      readonly passing: boolean;
    };

/**
 * Looks at the file at a path, behind all symbolic links, and reads it unless its stamp is the known one.
 *
 * It never throws and never blocks: only regular files and the null device are read, and of those at most 16 MiB.
 */
export function lookAt(path: string, known: string | undefined): Look {
  try {
    const stats = statSync(path, { bigint: true });
    if (stampOf(stats) === known) return { kind: 'same' };
    if (isNullDevice(stats)) return { kind: 'content', text: '', stamp: stampOf(stats) };
    const fault = faultOf(stats);
    return fault === undefined ? readRegular(path) : failure(fault);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason = error instanceof Error ? error.message : String(error);
    return { ...failure(reason), missing: code === 'ENOENT', passing: passingCodes.has(code) };
  }
}

function readRegular(path: string): Look {
  // What is there by now may be a FIFO, which must not block; Windows has neither.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(descriptor, { bigint: true });
    const fault = faultOf(stats);
    if (fault !== undefined) return failure(fault);
    const readAt = Date.now();
    const octets = readOctets(descriptor, Number(stats.size));
    if (octets === undefined) return failure(tooBig);
    // The stamp is the one from before: a change while reading shows at the next look.
    const changedAt = Math.max(Number(stats.mtimeMs), Number(stats.ctimeMs));
    const settled = changedAt <= readAt - granularity;
    return { kind: 'content', text: octets.toString('utf8'), stamp: settled ? stampOf(stats) : undefined };
  } finally {
    closeSync(descriptor);
  }
}

/** All octets up to the end of the file, wherever that is by now; undefined where there are too many. */
function readOctets(descriptor: number, size: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  let total = 0;
  while (total <= maxSize) {
    const chunk = Buffer.allocUnsafe(Math.max(chunkSize, size + 1 - total));
    const length = readSync(descriptor, chunk);
    if (length === 0) return Buffer.concat(chunks, total);
    chunks.push(chunk.subarray(0, length));
    total += length;
  }
  return undefined;
}

/** Every way in which a file changes shows in one of these. */
function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}

const tooBig = 'it is larger than 16 MiB';

function faultOf(stats: BigIntStats): string | undefined {
  if (!stats.isFile()) return 'it is not a regular file';
  return stats.size > maxSize ? tooBig : undefined;
}

function isNullDevice(stats: BigIntStats): boolean {
  return stats.isCharacterDevice() && stats.rdev === statSync(devNull, { bigint: true }).rdev;
}

function failure(reason: string) {
  return { kind: 'failure', reason, missing: false, passing: false } as const;
}
