import type { DnsClass, TypeName } from '../records/codes.js';
import { formatName, parseName } from '../records/name.js';
import type { ResourceRecord } from '../records/record-map.js';
import type { SoaRecord } from '../records/types/soa.js';
import { WireError } from '../records/wire-error.js';
import { parentKey, toKey } from './name-key.js';

/** The records at one name, by type; an empty non-terminal (RFC 4592 section 2.2.2) has none. */
export type Node = ReadonlyMap<TypeName, readonly ResourceRecord[]>;

/** A zone: its records, and the empty non-terminals between them, by the key of their name. */
export interface Zone {
  readonly apex: string;
  readonly soa: SoaRecord;
  /**
   * Whether NS records below the apex cut the zone (RFC 1034 section 4.2). Not so where the SOA was made up:
   * NS records given without one are data to be answered with.
   */
  readonly hasCuts: boolean;
  readonly nodes: ReadonlyMap<string, Node>;
}

/** All zones of a server, by class and by the key of their apex. */
export type Zones = ReadonlyMap<DnsClass, ReadonlyMap<string, Zone>>;

/**
 * Sorts records into zones: one for each SOA, and one at `origin` (default: the root) with a made-up SOA for
 * the records that lie in none of them.
 *
 * Throws {@link WireError} `EBADNAME` for an owner that is no name, and for one outside every zone and
 * outside `origin`.
 */
export function buildZones(records: readonly ResourceRecord[], origin?: string): Zones {
  const zones = new Map<DnsClass, Map<string, OpenZone>>();
  if (origin !== undefined) zones.set('IN', new Map());
  for (const record of records) {
    const ofClass = zones.get(record.class) ?? new Map<string, OpenZone>();
    zones.set(record.class, ofClass);
    const apex = toKey(record.name);
    if (record.type === 'SOA' && !ofClass.has(apex)) ofClass.set(apex, openZone(apex, record, true));
  }
  for (const [dnsClass, ofClass] of zones) {
    const own = records.filter((record) => record.class === dnsClass);
    addLooseZone(ofClass, own, dnsClass, origin);
    for (const record of own) addRecord(ofClass, record);
    for (const apex of ofClass.keys()) markInParent(ofClass, apex);
  }
  return zones;
}

/** The zone that answers for a name; DS of an apex is the parent's (RFC 4035 section 3.1.4.1). */
export function findZone<Z>(zones: ReadonlyMap<string, Z>, key: string, type: TypeName): Z | undefined {
  const start = type === 'DS' && zones.has(key) ? parentKey(key) : key;
  for (let at = start; at !== undefined; at = parentKey(at)) {
    const zone = zones.get(at);
    if (zone !== undefined) return zone;
  }
  return zones.get(key);
}

interface OpenZone extends Zone {
  readonly nodes: Map<string, Map<TypeName, ResourceRecord[]>>;
}

function openZone(apex: string, soa: SoaRecord, hasCuts: boolean): OpenZone {
  return { apex, soa, hasCuts, nodes: new Map([[apex, new Map()]]) };
}

function addLooseZone(
  zones: Map<string, OpenZone>,
  records: readonly ResourceRecord[],
  dnsClass: DnsClass,
  origin: string | undefined,
): void {
  const isLoose = (record: ResourceRecord) => findZone(zones, toKey(record.name), record.type) === undefined;
  const apex = toKey(origin ?? '.');
  if (zones.has(apex) || (origin === undefined && !records.some(isLoose))) return;
  const soa = makeUpSoa(formatName(parseName(origin ?? '.')), dnsClass);
  const zone = openZone(apex, soa, false);
  zone.nodes.get(apex)?.set('SOA', [soa]);
  zones.set(apex, zone);
}

function makeUpSoa(name: string, dnsClass: DnsClass): SoaRecord {
  const times = { refresh: 3600, retry: 600, expire: 86_400, minimum: 60 };
  return { name, type: 'SOA', class: dnsClass, ttl: 300, mname: name, rname: name, serial: 1, ...times };
}

function addRecord(zones: ReadonlyMap<string, OpenZone>, record: ResourceRecord): void {
  const key = toKey(record.name);
  const zone = findZone(zones, key, record.type);
  if (zone === undefined) {
    throw new WireError('EBADNAME', `the record ${record.name} ${record.type} lies outside the origin`);
  }
  const node = addNode(zone, key);
  const rrset = node.get(record.type);
  if (rrset === undefined) node.set(record.type, [record]);
  else rrset.push(record);
}

function addNode(zone: OpenZone, key: string): Map<TypeName, ResourceRecord[]> {
  const known = zone.nodes.get(key);
  if (known !== undefined) return known;
  const node = new Map<TypeName, ResourceRecord[]>();
  zone.nodes.set(key, node);
  const parent = parentKey(key);
  if (parent !== undefined) addNode(zone, parent);
  return node;
}

/** The apex of a zone exists in the zone above, too: its DS answers NODATA there, not NXDOMAIN. */
function markInParent(zones: ReadonlyMap<string, OpenZone>, apex: string): void {
  const parent = findZone(zones, apex, 'DS');
  if (parent !== undefined) addNode(parent, apex);
}
