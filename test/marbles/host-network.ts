import type { Observable, SchedulerLike, Subscription } from 'rxjs';
import { isDnsError } from '../../src/errors.js';
import type { Rcode } from '../../src/records/codes.js';
import type { RecordType } from '../../src/records/record-map.js';
import type { Endpoint } from '../../src/socket/connect.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedRecord, ScriptedReply } from '../../src/testing/fake-reply.js';

/** What servers say, by name and type: `'a.example A': '20ms 192.0.2.7'`. */
export type Replies = Readonly<Record<string, string>>;

/**
 * A network whose servers know a few names, and answer NXDOMAIN for all others.
 *
 * A reply is what the records have (addresses, or targets), `NODATA`, another rcode, or `silence`; `> b.example`
 * in front is a CNAME. It comes after 5 ms unless it begins with another time. A key may be a name alone.
 *
 * `sourceOf` has the address of ours for each destination; by default there is one of its kind for all.
 */
export function hostNetwork(replies: Replies = {}, sourceOf = ownAddress): FakeNetwork {
  const localAddress = ({ address }: Endpoint) => sourceOf(address);
  const network = fakeNetwork({ localAddress }).answer({}, '5ms x', { x: { rcode: 'NXDOMAIN' } });
  for (const [key, text] of Object.entries(replies)) {
    const [name = '', type] = key.split(' ');
    const pattern = type === undefined ? { name } : { name, type: type as 'A' };
    const [, time = '5ms', what = ''] = /^(\d+ms)? ?(.*)$/.exec(text) ?? [];
    if (what === 'silence') network.answer(pattern, '');
    else network.answer(pattern, `${time} r`, { r: replyOf(what, name, type) });
  }
  return network;
}

function ownAddress(destination: string): string | undefined {
  if (destination === '::1' || destination.startsWith('127.')) return destination;
  return destination.includes(':') ? '2001:db8::100' : '192.0.2.100';
}

function replyOf(text: string, owner: string, type = 'A'): ScriptedReply {
  const answers: ScriptedRecord[] = [];
  let name = owner;
  for (const word of text.split(' ')) {
    if (word === '>' || word === 'NODATA') continue;
    if (isRcode(word)) return { rcode: word, answers };
    if (text.includes(`> ${word}`)) {
      answers.push({ type: 'CNAME', name, target: word });
      name = word;
    } else if (type === 'PTR') answers.push({ type, name, target: word });
    else answers.push({ type: word.includes(':') ? 'AAAA' : 'A', name, address: word });
  }
  return { answers };
}

function isRcode(word: string): word is Rcode {
  return /^[A-Z]+$/.test(word);
}

/** What was heard of a stream, each with its time: values, the code of an error, `end`. */
export interface Heard {
  readonly heard: readonly string[];
  readonly subscription: Subscription;
}

/** Subscribes to a stream, and notes what comes. */
export function hear<T>(
  scheduler: SchedulerLike,
  stream$: Observable<T>,
  describe: (value: T) => string = String,
): Heard {
  const heard: string[] = [];
  const note = (what: string) => heard.push(`${scheduler.now()} ${what}`);
  const subscription = stream$.subscribe({
    next: (value) => note(describe(value)),
    error: (error: unknown) => note(isDnsError(error) ? error.code : `no DnsError: ${String(error)}`),
    complete: () => note('end'),
  });
  return { heard, subscription };
}

/** The names and types that were asked for, in order. */
export function askedFor({ sent }: FakeNetwork): readonly string[] {
  return sent.map(({ message: { questions } }) =>
    questions.map(({ name, type }) => `${name} ${type}`).join(),
  );
}

/** Connections that nobody has closed. */
export function openConnections({ connections }: FakeNetwork): number {
  return connections.filter(({ closed }) => closed === undefined).length;
}

/** What records have, by type. */
export function recordText(record: { readonly type: RecordType | string }): string {
  const text = { address: '', target: '', ...record };
  return text.address || text.target || record.type;
}
