import { classCode, type DnsClass, typeCode, typeName } from '../records/codes.js';
import { formatName, parseName } from '../records/name.js';
import { encodeQuestion } from '../records/query.js';
import type { RecordType } from '../records/record-map.js';
import { WireError } from '../records/wire-error.js';
import type { Query } from './exchange.js';

/** What a query has from its options, before it has a question. */
export type QuerySettings = Omit<Query, 'question' | 'octets' | 'nameKey' | 'key' | 'trail'>;

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
  // No name has a space in presentation form.
  const nameKey = `${question.name.toLowerCase()} ${dnsClass} ${bits}`;
  return { ...settings, question, octets, nameKey, key: `${nameKey} ${type}`, trail: [] };
}

/** Most names are in presentation form already; the others get there by way of the wire. */
function presentName(name: string): string {
  return /^[\w-]+(?:\.[\w-]+)*$/.test(name) ? name : formatName(parseName(name));
}
