import type { Observable } from 'rxjs';
import { map, switchMap } from 'rxjs/operators';
import type { TypeName } from '../../src/records/codes.js';
import type { Edns } from '../../src/records/edns.js';
import { decodeMessage, encodeMessage, type Message } from '../../src/records/message.js';
import type { Endpoint } from '../../src/socket/connect.js';
import type { FakeNetwork } from '../../src/testing/fake-network.js';

export const udp: Endpoint = { transport: 'udp', address: '192.0.2.1', port: 53 };
export const tcp: Endpoint = { ...udp, transport: 'tcp' };

/** Asks on a connection of its own, under id 7; emits the messages that come back. */
export function ask(
  network: FakeNetwork,
  endpoint: Endpoint,
  name: string,
  type: TypeName,
): Observable<Message> {
  return exchange(network, endpoint, encodeMessage(query(7, name, type)));
}

/** Sends octets on a connection of their own; emits the messages that come back. */
export function exchange(network: FakeNetwork, endpoint: Endpoint, octets: Uint8Array): Observable<Message> {
  return send(network, endpoint, octets).pipe(map(decodeMessage));
}

/** Sends octets on a connection of their own; emits the octets that come back. */
export function send(network: FakeNetwork, endpoint: Endpoint, octets: Uint8Array): Observable<Uint8Array> {
  return network.connect(endpoint).pipe(
    switchMap((connection) => {
      connection.send(octets);
      return connection.messages$;
    }),
  );
}

/** A query with RD. */
export function query(id: number, name: string, type: TypeName): Message {
  return {
    id,
    opcode: 'QUERY',
    rcode: 'NOERROR',
    flags: { qr: false, aa: false, tc: false, rd: true, ra: false, ad: false, cd: false },
    questions: [{ name, type, class: 'IN' }],
    answers: [],
    authorities: [],
    additionals: [],
  };
}

/** A response without records. */
export function response(id: number, name: string, type: TypeName = 'A'): Message {
  const { flags, ...rest } = query(id, name, type);
  return { ...rest, flags: { ...flags, qr: true, ra: true } };
}

/** The answer section that the tests script. */
export function answered(name: string): Pick<Message, 'answers'> {
  return { answers: [{ name, type: 'A', class: 'IN', ttl: 300, address: '192.0.2.7' }] };
}

/** EDNS without options. */
export function edns(dnssecOk: boolean): Edns {
  return { version: 0, payloadSize: 1232, dnssecOk, options: [] };
}
