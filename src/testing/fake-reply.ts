import type { Edns } from '../records/edns.js';
import { encodeMessage, type Flags, type Message } from '../records/message.js';
import type { IncompleteRecord, ResourceRecord } from '../records/record-map.js';
import type { Endpoint } from '../socket/connect.js';

/** A query that a fake network was sent. */
export interface SentQuery {
  /** When it was sent: milliseconds on the scheduler's clock, which is the frame in marbles. */
  readonly time: number;
  readonly endpoint: Endpoint;
  /** The index of the connection it was sent on, in `FakeNetwork.connections`. */
  readonly connection: number;
  readonly octets: Uint8Array;
  readonly message: Message;
}

/** A record of a reply. Its owner is the name asked, its class IN and its TTL 300 unless it says otherwise. */
export type ScriptedRecord = IncompleteRecord<'name' | 'class' | 'ttl'>;

/**
 * What is particular about a reply; the rest is a plain answer to the query.
 *
 * That is: its id, opcode and question, NOERROR, QR, its RD, RA, and EDNS where it had EDNS.
 */
export interface ScriptedMessage
  extends Partial<Omit<Message, 'flags' | 'edns' | 'answers' | 'authorities' | 'additionals'>> {
  readonly flags?: Partial<Flags>;
  readonly answers?: readonly ScriptedRecord[];
  readonly authorities?: readonly ScriptedRecord[];
  readonly additionals?: readonly ScriptedRecord[];
  /** `false` leaves EDNS out, whatever the query had. */
  readonly edns?: Edns | false;
}

/** A reply: what is particular about it, octets as they are (garbage too), or either made from the query. */
export type ScriptedReply =
  | ScriptedMessage
  | Uint8Array
  | ((query: SentQuery) => ScriptedMessage | Uint8Array);

/** The octets of a reply. Throws `WireError` where it cannot be encoded. */
export function encodeReply(reply: ScriptedReply, query: SentQuery): Uint8Array {
  return encodeResponse(typeof reply === 'function' ? reply(query) : reply, query.message);
}

/** The octets of a response to a query. Throws `WireError` where it cannot be encoded. */
export function encodeResponse(response: ScriptedMessage | Uint8Array, query: Message): Uint8Array {
  if (response instanceof Uint8Array) return response;
  const { flags, answers, authorities, additionals, edns = plainEdns(query), ...head } = response;
  const { id, opcode, questions } = query;
  const name = questions[0]?.name ?? '.';
  const complete = (records: readonly ScriptedRecord[] = []): readonly ResourceRecord[] =>
    records.map((record) => ({ name, class: 'IN', ttl: 300, ...record }));
  const message = {
    id,
    opcode,
    questions,
    rcode: 'NOERROR',
    ...head,
    flags: { ...plainFlags(query), ...flags },
    answers: complete(answers),
    authorities: complete(authorities),
    additionals: complete(additionals),
  } as const;
  return encodeMessage(edns === false ? message : { ...message, edns });
}

function plainFlags({ flags: { rd } }: Message): Flags {
  return { qr: true, aa: false, tc: false, rd, ra: true, ad: false, cd: false };
}

function plainEdns({ edns }: Message): Edns | false {
  return edns === undefined ? false : { version: 0, payloadSize: 1232, dnssecOk: edns.dnssecOk, options: [] };
}
