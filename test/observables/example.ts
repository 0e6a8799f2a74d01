import type {
  DnsResponse,
  Query,
  QuerySettings,
  Server,
  ServerQuery,
} from '../../src/observables/exchange.js';
import { makeQuery, toServer } from '../../src/observables/make-query.js';
import type { RecordType, ResourceRecord } from '../../src/records/record-map.js';
import { parseServer } from '../../src/server-string.js';
import { resolverSettings } from '../../src/settings.js';
import type { Transport } from '../../src/socket/connect.js';

/** The first and the second server of the examples. */
export const first: Server = parseServer('192.0.2.1');
export const second: Server = parseServer('192.0.2.2');

/** A query with the default settings, to the first server alone unless `settings` says otherwise. */
export function exampleQuery(settings: Partial<QuerySettings> = {}, type: RecordType = 'A'): Query {
  const defaults = resolverSettings({ servers: [first.text] });
  return makeQuery({ ...defaults, ...settings }, 'example.com', type, 'IN');
}

/** The same on its way to the first server over UDP. */
export function exampleServerQuery({
  server = first,
  transport = 'udp',
  ...settings
}: Particular = {}): ServerQuery {
  return toServer(exampleQuery(settings), server, transport);
}

/** What is particular about a query to a server. */
export interface Particular extends Partial<QuerySettings> {
  readonly server?: Server;
  readonly transport?: Transport;
}

/** A NOERROR response of the first server over UDP, without records. */
export function exampleResponse(particular: Partial<DnsResponse> = {}): DnsResponse {
  return {
    id: 7,
    opcode: 'QUERY',
    rcode: 'NOERROR',
    flags: { qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: false },
    questions: [exampleQuery().question],
    answers: [],
    authorities: [],
    additionals: [],
    server: first.text,
    transport: 'udp',
    elapsed: 0,
    size: 29,
    cached: false,
    attempts: [],
    ...particular,
  };
}

/** An A record; its last octet tells it apart. */
export function exampleAddress(name: string, last: number, ttl = 300): ResourceRecord {
  return { name, type: 'A', class: 'IN', ttl, address: `192.0.2.${last}` };
}

/** A CNAME record. */
export function exampleAlias(name: string, target: string, ttl = 300): ResourceRecord {
  return { name, type: 'CNAME', class: 'IN', ttl, target };
}
