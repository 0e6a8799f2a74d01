import type { RecordInput, Reply } from '../nameserver/index.js';

/** What the demonstration's name server is asked, as far as it decides the reply. */
export interface DemoQuestion {
  readonly name: string;
  readonly type: string;
  readonly transport: 'udp' | 'tcp';
}

/**
 * The reply to any question: always the same to the same one, and now and then what life is like.
 *
 * Of the names, 2 % do not exist. Of the questions for the others, 2 % have no data, 0.5 % fail with SERVFAIL,
 * and 1 % are truncated over UDP and answered over TCP.
 */
export function demoReply({ name, type, transport }: DemoQuestion): Reply {
  const key = name.toLowerCase();
  if (perMille(hash(key)) < 20) return { ...negative, rcode: 'NXDOMAIN' };
  const seed = hash(`${key} ${type}`);
  const luck = perMille(seed);
  if (luck < 20) return negative;
  if (luck < 25) return { kind: 'answer', rcode: 'SERVFAIL', authoritative: false };
  if (luck < 35 && transport === 'udp') return { kind: 'truncate' };
  const records = demoRecords(name, type, seed);
  return records.length === 0 ? negative : { kind: 'answer', answers: records };
}

/** The domain whose hosts all demonstration answers point to; reserved for examples (RFC 6761 section 6.5). */
const domain = 'rxdns.example';

const text = 'v=spf1 mx -all';

const soa: RecordInput = {
  name: '.',
  type: 'SOA',
  ttl: 300,
  mname: `ns1.${domain}`,
  rname: `hostmaster.${domain}`,
  serial: 1,
  refresh: 7200,
  retry: 900,
  expire: 1_209_600,
  minimum: 300,
};

/** A "no"; its SOA lets resolvers keep it (RFC 2308 section 5). */
export const negative = { kind: 'answer', authorities: [soa] } as const;

/** The records of a name and type; with the next seed, of addresses one is another. */
export function demoRecords(name: string, type: string, seed: number): readonly RecordInput[] {
  const owner = { name, ttl: 60 + (seed % 3541) };
  const several = 1 + (seed % 3);
  const numbers = Array.from({ length: several }, (_, at) => at + 1);
  switch (type) {
    case 'A':
      return numbers.map((n) => ({ ...owner, type, address: benchmarkAddress(seed + n) }));
    case 'AAAA':
      return numbers.map((n) => ({
        ...owner,
        type,
        address: `2001:db8::${((seed + n) & 0xffff).toString(16)}`,
      }));
    case 'MX':
      return numbers.map((n) => ({ ...owner, type, preference: 10 * n, exchange: `mx${n}.${domain}` }));
    case 'NS':
      return [1, 2].map((n) => ({ ...owner, type, target: `ns${n}.${domain}` }));
    case 'PTR':
      return [{ ...owner, type, target: `host-${seed % 10_000}.${domain}` }];
    case 'TXT':
      return [{ ...owner, type, text, strings: [new TextEncoder().encode(text)] }];
    case 'SOA':
      return [{ ...soa, name }];
    case 'SRV':
      return [{ ...owner, type, priority: 10, weight: 0, port: 443, target: `www.${domain}` }];
    case 'CAA':
      return [{ ...owner, type, critical: false, flags: 0, tag: 'issue', value: `ca.${domain}` }];
    default:
      return [];
  }
}

/** An address of 198.18.0.0/15, set aside for benchmarks (RFC 2544, RFC 6890). */
function benchmarkAddress(seed: number): string {
  return `198.${18 + ((seed >>> 16) & 1)}.${(seed >>> 8) & 0xff}.${seed & 0xff}`;
}

/** FNV-1a with a last mix, since its low bits alone are poor. */
function hash(key: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) value = Math.imul(value ^ key.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}

function perMille(value: number): number {
  return (value >>> 8) % 1000;
}
