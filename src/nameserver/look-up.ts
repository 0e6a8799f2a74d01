import type { Rcode, TypeName } from '../records/codes.js';
import type { Question } from '../records/message.js';
import type { ResourceRecord } from '../records/record-map.js';
import type { DnameRecord } from '../records/types/dname.js';
import type { NsRecord } from '../records/types/ns.js';
import { parentKey, replaceEnding, toKey, wildcardKey } from './name-key.js';
import { findZone, type Node, type Zone, type Zones } from './zones.js';

/** What a server has to say to a question. */
export interface Answer {
  readonly kind: 'answer';
  readonly rcode: Rcode;
  /** The AA bit. */
  readonly authoritative: boolean;
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
  readonly additionals: readonly ResourceRecord[];
}

/**
 * Answers a question from the zones (RFC 1034 section 4.3.2).
 *
 * Aliases are followed through all zones of the server; one that leads out of them, or round in a loop, ends
 * the answer where it is. A name outside all zones is refused.
 */
export function lookUp(zones: Zones, question: Question): Answer {
  const ofClass = zones.get(question.class);
  const answers: ResourceRecord[] = [];
  const seen = new Set<string>();
  let name = question.name;
  for (;;) {
    const key = toKey(name);
    const zone = ofClass === undefined ? undefined : findZone(ofClass, key, question.type);
    if (zone === undefined && seen.size === 0) return { ...nothing, rcode: 'REFUSED', authoritative: false };
    if (zone === undefined || seen.has(key)) return { ...nothing, answers };
    seen.add(key);
    const finding = searchZone(zone, name, key, question.type);
    switch (finding.kind) {
      case 'alias':
        answers.push(...finding.records);
        name = finding.target;
        continue;
      case 'records':
        return { ...nothing, answers: [...answers, ...finding.records] };
      case 'referral':
        return { ...nothing, ...refer(zone, finding.records), answers, authoritative: seen.size > 1 };
      case 'too long':
        return { ...nothing, answers: [...answers, finding.dname], rcode: 'YXDOMAIN' };
      case 'NODATA':
        return { ...nothing, answers, authorities: [negativeSoa(zone)] };
      case 'NXDOMAIN':
        return { ...nothing, answers, authorities: [negativeSoa(zone)], rcode: 'NXDOMAIN' };
    }
  }
}

const nothing: Answer = {
  kind: 'answer',
  rcode: 'NOERROR',
  authoritative: true,
  answers: [],
  authorities: [],
  additionals: [],
};

/** What a zone holds for a name and a type. */
type Finding =
  | { readonly kind: 'records'; readonly records: readonly ResourceRecord[] }
  | { readonly kind: 'alias'; readonly records: readonly ResourceRecord[]; readonly target: string }
  | { readonly kind: 'referral'; readonly records: readonly ResourceRecord[] }
  | { readonly kind: 'too long'; readonly dname: DnameRecord }
  | { readonly kind: 'NODATA' }
  | { readonly kind: 'NXDOMAIN' };

/** Walks from the apex down to the name, as a zone cut or a DNAME hides what is below it. */
function searchZone(zone: Zone, name: string, key: string, type: TypeName): Finding {
  let encloser = zone.apex;
  for (const at of pathBelow(zone.apex, key)) {
    const dname = at === zone.apex ? undefined : findDname(zone.nodes.get(encloser));
    if (dname !== undefined) return followDname(dname, name);
    const node = zone.nodes.get(at);
    if (node === undefined) return searchWildcard(zone, encloser, name, type);
    const cut = zone.hasCuts && at !== zone.apex ? node.get('NS') : undefined;
    // DS at a cut belongs to the zone above it (RFC 4035 section 3.1.4.1).
    if (cut !== undefined && !(at === key && type === 'DS')) return { kind: 'referral', records: cut };
    encloser = at;
  }
  return searchNode(zone.nodes.get(key), type);
}

/** The keys from the apex down to a name, both included. */
function pathBelow(apex: string, key: string): readonly string[] {
  const path: string[] = [];
  for (let at: string | undefined = key; at !== undefined && at !== apex; at = parentKey(at)) path.push(at);
  return [...path, apex].reverse();
}

/** Only the wildcard at the closest encloser counts (RFC 4592 section 3.3.1). */
function searchWildcard(zone: Zone, encloser: string, name: string, type: TypeName): Finding {
  const source = zone.nodes.get(wildcardKey(encloser));
  if (source === undefined) return { kind: 'NXDOMAIN' };
  const finding = searchNode(source, type);
  if (finding.kind !== 'records' && finding.kind !== 'alias') return finding;
  return { ...finding, records: finding.records.map((record) => ({ ...record, name })) };
}

function searchNode(node: Node | undefined, type: TypeName): Finding {
  const records = type === 'ANY' ? [...(node?.values() ?? [])].flat() : (node?.get(type) ?? []);
  if (records.length > 0) return { kind: 'records', records };
  const cname = node?.get('CNAME')?.[0];
  if (cname?.type === 'CNAME') return { kind: 'alias', records: [cname], target: cname.target };
  return { kind: 'NODATA' };
}

function findDname(node: Node | undefined): DnameRecord | undefined {
  const dname = node?.get('DNAME')?.[0];
  return dname?.type === 'DNAME' ? dname : undefined;
}

/** The CNAME that a DNAME stands for is sent along, for those who know no DNAME (RFC 6672 section 3.1). */
function followDname(dname: DnameRecord, name: string): Finding {
  const target = replaceEnding(name, dname.name, dname.target);
  if (target === undefined) return { kind: 'too long', dname };
  const cname = { name, type: 'CNAME', class: dname.class, ttl: dname.ttl, target } as const;
  return { kind: 'alias', records: [dname, cname], target };
}

function refer(zone: Zone, cut: readonly ResourceRecord[]): Pick<Answer, 'authorities' | 'additionals'> {
  const targets = cut
    .filter((record): record is NsRecord => record.type === 'NS')
    .map(({ target }) => target);
  const glue = targets.flatMap((target) => {
    const node = zone.nodes.get(toKey(target));
    return [...(node?.get('A') ?? []), ...(node?.get('AAAA') ?? [])];
  });
  return { authorities: cut, additionals: glue };
}

/** RFC 2308 section 3: the TTL of a negative answer is the lesser of the SOA's own and its minimum. */
function negativeSoa({ soa }: Zone): ResourceRecord {
  return { ...soa, ttl: Math.min(soa.ttl, soa.minimum) };
}
