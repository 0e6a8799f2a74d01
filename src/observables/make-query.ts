import { classCode, type DnsClass, typeCode, typeName } from '../records/codes.js';
import { formatName, parseName } from '../records/name.js';
import { encodeQuestion } from '../records/query.js';
import type { RecordType } from '../records/record-map.js';
import { WireError } from '../records/wire-error.js';
import type { Transport } from '../socket/connect.js';
import type { Query, QuerySettings, Server, ServerQuery } from './exchange.js';
import { questionKey } from './question-key.js';

/** A query for a name and a type. Throws {@link WireError} `EBADNAME` or `EBADQUERY`. */
export function makeQuery(
  settings: QuerySettings,
  name: string,
  type: RecordType,
  dnsClass: DnsClass,
): Query {
  const code = typeCode(type);
  // Its records would come as what they are, not as the octets that TYPEnnn stands for.
  if (typeName(code) !== type) throw new WireError('EBADQUERY', `${type} is ${typeName(code)}: ask for that`);
  const octets = encodeQuestion(name, code, classCode(dnsClass));
  const question = { name: presentName(name), type, class: dnsClass };
  const { recurse, checkingDisabled, dnssec } = settings;
  const bits = (recurse ? 1 : 0) | (checkingDisabled ? 2 : 0) | (dnssec ? 4 : 0);
  return { question, octets, key: questionKey(octets, bits), settings, trail: [] };
}

/** The query on its way to a server. Written out: on Node 20 a spread with one more property takes 0.8 µs. */
export function toServer(
  { question, octets, key, settings, trail }: Query,
  server: Server,
  transport: Transport,
  withEdns = settings.edns !== false,
): ServerQuery {
  const latest = { transport };
  return { question, octets, key, settings, trail, server, transport, withEdns, latest };
}

/** Most names are in presentation form already; the others get there by way of the wire. */
function presentName(name: string): string {
  // The name was read before this: where only such octets are, its dots are between labels, or at its end.
  for (let at = 0; at < name.length; at += 1)
    if (isPlain[name.charCodeAt(at)] !== 1) return formatName(parseName(name));
  return name.endsWith('.') ? formatName(parseName(name)) : name;
}

/** 1 for letters, digits, hyphen, underscore and dot. */
const isPlain = Uint8Array.from({ length: 0x80 }, (_, code) =>
  /[\w.-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
