import type { HostEntry, RecordMap } from '../../src/index.js';

/** The types that aiodns 3 asks for, without ANY. */
export type AiodnsType =
  | 'A'
  | 'AAAA'
  | 'CAA'
  | 'CNAME'
  | 'MX'
  | 'NAPTR'
  | 'NS'
  | 'PTR'
  | 'SOA'
  | 'SRV'
  | 'TXT';

/** pycares 4.3 has a TTL for addresses alone. */
const noTtl = { ttl: -1 };

/** How records of a type look in aiodns 3, field by field as docs/from-aiodns.md has it. */
export const asAiodns: {
  readonly [Type in AiodnsType]: (records: readonly RecordMap[Type][]) => unknown;
} = {
  A: (records) => records.map(({ address, ttl }) => ({ host: address, ttl })),
  AAAA: (records) => records.map(({ address, ttl }) => ({ host: address, ttl })),
  CAA: (records) =>
    records.map(({ flags, tag, value }) => ({ critical: flags, property: tag, value, ...noTtl })),
  CNAME: ([record]) => ({ cname: record?.target, ...noTtl }),
  MX: (records) =>
    records.map(({ exchange, preference }) => ({ host: nameOf(exchange), priority: preference, ...noTtl })),
  NAPTR: (records) =>
    records.map(({ order, preference, flags, services, regexp, replacement }) => ({
      ...{ order, preference, flags, service: services, regex: regexp },
      ...{ replacement: nameOf(replacement), ...noTtl },
    })),
  NS: (records) => records.map(({ target }) => ({ host: target, ...noTtl })),
  PTR: (records) => ({
    name: records.at(-1)?.target,
    ...noTtl,
    aliases: records.map(({ target }) => target),
  }),
  SOA: ([record]) => ({
    nsname: record?.mname,
    hostmaster: record?.rname,
    serial: record?.serial,
    refresh: record?.refresh,
    retry: record?.retry,
    expires: record?.expire,
    minttl: record?.minimum,
    ...noTtl,
  }),
  SRV: (records) =>
    records.map(({ target, port, priority, weight }) => ({ host: target, port, priority, weight, ...noTtl })),
  TXT: (records) => records.map(({ strings }) => ({ text: asText(Buffer.concat(strings)), ...noTtl })),
};

/** A host by name. */
export function hostAsAiodns({ name, aliases, addresses }: HostEntry): unknown {
  return { name, aliases, addresses };
}

/** A host by address: among the aliases of aiodns is the name, which is the last one of the reply. */
export function reverseAsAiodns({ name, aliases, addresses }: HostEntry): unknown {
  return { name: aliases.at(-1) ?? name, aliases: [name, ...aliases], addresses };
}

/** The root is the empty text there. */
function nameOf(name: string): string {
  return name === '.' ? '' : name;
}

/** Text where it is ASCII, else octets; here an array of their numbers. */
function asText(octets: Buffer): string | readonly number[] {
  return octets.every((octet) => octet < 0x80) ? octets.toString('latin1') : [...octets];
}
