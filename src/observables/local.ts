import { of } from 'rxjs';
import { addressFamily, formatIpv6, parseIpv6 } from '../records/ip.js';
import type { Question } from '../records/message.js';
import type { ResourceRecord } from '../records/record-map.js';
import type { DnsResponse, Stage } from './exchange.js';
import { exchangeOf, runOf, runQuery } from './single.js';

/**
 * Answers what no server is to be asked for.
 *
 * `localhost` and the names under it are the loopback addresses, and nothing else (RFC 6761 section 6.3).
 * `invalid` (RFC 6761 section 6.4), `onion` (RFC 7686 section 2) and the names under them do not exist: asking
 * would tell others about them. An address literal is its own address.
 */
export function local(): Stage {
  return (next) =>
    exchangeOf((query, observer) => {
      const response = localResponse(query.question);
      return response === undefined ? runQuery(next, query, observer) : runOf(of(response), observer);
    });
}

/** Tells whether a name, in presentation form, is one that {@link local} answers for all its types. */
export function isSpecialUse(name: string): boolean {
  return specialUse.test(name);
}

/** The response to a question that no server is to be asked; undefined for every other. */
export function localResponse(question: Question): DnsResponse | undefined {
  const { name, type } = question;
  // Every question comes by here, and nearly all leave at once.
  const last = name.charCodeAt(name.length - 1);
  if (question.class !== 'IN') return undefined;
  if ((last | 0x20) === letterT || (last | 0x20) === letterD || (last | 0x20) === letterN) {
    const special = specialUse.exec(name)?.[1]?.toLowerCase();
    if (special === 'localhost') return respond(question, loopback(question));
    if (special !== undefined) return respond(question, [], 'NXDOMAIN');
  }
  if (type !== 'A' && type !== 'AAAA') return undefined;
  const family = literalFamily(name);
  if (family === undefined) return undefined;
  const own = (family === 4) === (type === 'A') ? [addressRecord(name, type, literalText(name))] : [];
  return respond(question, own);
}

/** 4 or 6 for an address literal, a zone included; undefined for everything else. IPv4 takes four parts. */
export function literalFamily(text: string): 4 | 6 | undefined {
  if (text.includes(':')) return addressFamily(text.replace(zone, ''));
  // An exception for each name that is no address would cost more than the question.
  return digitAtEnd.test(text) ? addressFamily(text) : undefined;
}

/** An address literal as responses write it (RFC 5952); its zone stays as it is. */
export function literalText(literal: string): string {
  const [address = '', ...others] = literal.split('%');
  return address.includes(':') ? [formatIpv6(parseIpv6(address)), ...others].join('%') : literal;
}

const letterD = 0x64;
const letterN = 0x6e;
const letterT = 0x74;
/** A dot behind a backslash is part of a label, unless that backslash is escaped itself. */
const specialUse = /(?:^|(?<!\\)(?:\\\\)*\.)(localhost|invalid|onion)\.?$/i;
const digitAtEnd = /\d$/;
const zone = /%[\w.-]+$/;

function loopback({ name, type }: Question): readonly ResourceRecord[] {
  const records = [];
  if (type === 'A' || type === 'ANY') records.push(addressRecord(name, 'A', '127.0.0.1'));
  if (type === 'AAAA' || type === 'ANY') records.push(addressRecord(name, 'AAAA', '::1'));
  return records;
}

/** The TTL is 0: what needs no asking need not be kept. */
function addressRecord(name: string, type: 'A' | 'AAAA', address: string): ResourceRecord {
  return { name, type, class: 'IN', ttl: 0, address };
}

function respond(
  question: Question,
  answers: readonly ResourceRecord[],
  rcode: 'NOERROR' | 'NXDOMAIN' = 'NOERROR',
): DnsResponse {
  const flags = { qr: true, aa: true, tc: false, rd: true, ra: true, ad: false, cd: false };
  const message = { id: 0, opcode: 'QUERY', rcode, flags, questions: [question], answers } as const;
  const how = {
    server: 'local',
    transport: 'local',
    elapsed: 0,
    size: 0,
    cached: false,
    attempts: [],
  } as const;
  return { ...message, authorities: [], additionals: [], ...how };
}
