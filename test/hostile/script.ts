import type { Answer } from 'dns-packet';
import type { Mutation } from './octets.js';

/** Where a datagram comes from: the address that was asked, or one beside it. */
export type Source = 'server' | 'other port' | 'other address';

/** One thing that the server does about a query, after the one before. */
export type Step =
  | { readonly do: 'send'; readonly message: Mutation; readonly from: Source }
  /** Over TCP: octets as they are, without a frame around them, each piece in a segment of its own. */
  | { readonly do: 'write'; readonly pieces: (frame: Uint8Array) => readonly Uint8Array[] }
  | { readonly do: 'wait'; readonly milliseconds: number }
  | { readonly do: 'end' }
  | { readonly do: 'reset' };

/** What the server does about the queries for one name. */
export interface Script {
  /** The records of the good reply. @default an A record, 192.0.2.1 */
  readonly answers?: (name: string) => readonly Answer[];
  /** The low four bits of the good reply's rcode. @default 0, NOERROR */
  readonly rcode?: number;
  /** What to do about each query over UDP in turn; the last entry stands for all that follow. @default one good reply */
  readonly udp?: readonly (readonly Step[])[];
  /** The same over TCP. */
  readonly tcp?: readonly (readonly Step[])[];
}

/** The good reply as it is. */
export const asIs: Mutation = (good) => good;

/** Sends the good reply, or what was made of it. */
export function send(message: Mutation = asIs, from: Source = 'server'): Step {
  return { do: 'send', message, from };
}

/** Sends the good reply's frame in pieces; TCP only. */
export function write(pieces: (frame: Uint8Array) => readonly Uint8Array[]): Step {
  return { do: 'write', pieces };
}

/** Waits before the next step. */
export function wait(milliseconds: number): Step {
  return { do: 'wait', milliseconds };
}

/** Ends the connection behind what was sent: FIN. */
export const end: Step = { do: 'end' };

/** Breaks the connection: RST. */
export const reset: Step = { do: 'reset' };

/** Never answers. */
export const silence: readonly Step[] = [];

/** The steps for the nth query, from 0, over a transport. */
export function stepsFor(script: Script, transport: 'udp' | 'tcp', n: number): readonly Step[] {
  const turns = script[transport] ?? [[send()]];
  return turns[Math.min(n, turns.length - 1)] ?? silence;
}
