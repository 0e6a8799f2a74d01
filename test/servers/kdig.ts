import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from './spawn-server.js';

/** A record as kdig prints it. */
export interface PrintedRecord {
  readonly name: string;
  readonly ttl: number;
  readonly type: string;
  readonly rdata: string;
}

/** A question for kdig; the name in presentation form without a trailing dot. */
export interface KdigQuestion {
  readonly name: string;
  readonly type: string;
}

/**
 * What kdig prints for these questions over TCP: the records of the answer and authority sections, in order.
 * `+generic` among the options prints RDATA as octets (RFC 3597), names in it uncompressed.
 */
export async function askKdig(
  address: string,
  questions: readonly KdigQuestion[],
  ...options: readonly string[]
): Promise<readonly PrintedRecord[]> {
  const kdig = findProgram('kdig');
  if (kdig === undefined) throw new Error('kdig is not installed: apt-get install knot-dnsutils');
  const [host = '', port = ''] = address.split(':');
  const settings = ['+tcp', '+noidn', '+noall', '+answer', '+authority', ...options];
  const asked = questions.flatMap(({ name, type }) => ['-q', `${name}.`, '-t', type]);
  const { stdout } = await promisify(execFile)(kdig, [`@${host}`, '-p', port, ...settings, ...asked], {
    timeout: 15_000,
  });
  return stdout.split('\n').filter(Boolean).map(parseLine);
}

/**
 * The fields of RDATA text, with all made equal that RFC 1035 section 5.1 leaves to the printer: blanks between
 * fields, quotes, and how an octet is escaped. What is not a letter or a digit becomes `\DDD`, but for the dots
 * that part the labels of a name: those are not the dots inside a label, `\.`, which become `\046`.
 */
export function splitRdata(rdata: string): readonly string[] {
  const fields: string[] = [];
  let field: string | undefined;
  let quoted = false;
  for (const [piece] of rdata.matchAll(/\\\d{3}|\\?./gsu)) {
    if (piece === '"') {
      quoted = !quoted;
      field ??= '';
    } else if (quoted || !/\s/.test(piece)) {
      field = `${field ?? ''}${piece === '.' && !quoted ? piece : escapeOctets(piece)}`;
    } else if (field !== undefined) {
      fields.push(field);
      field = undefined;
    }
  }
  return field === undefined ? fields : [...fields, field];
}

function escapeOctets(piece: string): string {
  const octets = /^\\\d{3}$/.test(piece)
    ? [Number(piece.slice(1))]
    : Buffer.from(piece.replace(/^\\(?=.)/s, ''));
  return Array.from(octets, (octet) => {
    const character = String.fromCharCode(octet);
    return /[A-Za-z\d]/.test(character) ? character : `\\${String(octet).padStart(3, '0')}`;
  }).join('');
}

function parseLine(line: string): PrintedRecord {
  const [, name, ttl, type, rdata] = /^(\S+)\s+(\d+)\s+\S+\s+(\S+)\s*(.*?)\s*$/s.exec(line) ?? [];
  if (name === undefined || ttl === undefined || type === undefined || rdata === undefined) {
    throw new Error(`kdig printed what is not a record: ${line}`);
  }
  return { name, ttl: Number(ttl), type, rdata };
}
