import type {
  AaaaRecord,
  ARecord,
  CaaRecord,
  MxRecord,
  NaptrRecord,
  ResourceRecord,
  SoaRecord,
  SrvRecord,
  Target,
  TlsaRecord,
  TxtRecord,
} from '../index.js';
import { encodeText } from '../records/text.js';

/** An address, as `resolve4` and `resolve6` give it. */
export const shapeAddress = ({ address }: ARecord | AaaaRecord) => address;

/** An address with its TTL, as `resolve4` and `resolve6` give it for `{ ttl: true }`. */
export const shapeAddressWithTtl = ({ address, ttl }: ARecord | AaaaRecord) => ({ address, ttl });

/** The name that a CNAME, NS or PTR record points to. */
export const shapeTarget = ({ target }: Target) => shapeName(target);

/** An MX record as `resolveMx` gives it. */
export const shapeMx = ({ exchange, preference }: MxRecord) => ({
  exchange: shapeName(exchange),
  priority: preference,
});

/** The strings of a TXT record as `resolveTxt` gives them: a character for each octet. */
export const shapeTxt = ({ strings }: TxtRecord) => strings.map(shapeOctets);

/** An SRV record as `resolveSrv` gives it. */
export const shapeSrv = ({ target, port, priority, weight }: SrvRecord) => ({
  name: shapeName(target),
  port,
  priority,
  weight,
});

/** A NAPTR record as `resolveNaptr` gives it. */
export const shapeNaptr = (record: NaptrRecord) => ({
  flags: shapeOctets(encodeText(record.flags)),
  service: shapeOctets(encodeText(record.services)),
  regexp: shapeOctets(encodeText(record.regexp)),
  replacement: shapeName(record.replacement),
  order: record.order,
  preference: record.preference,
});

/** An SOA record as `resolveSoa` gives it. */
export const shapeSoa = (record: SoaRecord) => ({
  nsname: shapeName(record.mname),
  hostmaster: shapeName(record.rname),
  serial: record.serial,
  refresh: record.refresh,
  retry: record.retry,
  expire: record.expire,
  minttl: record.minimum,
});

/** A CAA record as `resolveCaa` gives it; `critical` is the whole octet of flags. */
export const shapeCaa = ({ flags, tag, value }: CaaRecord) => ({
  critical: flags,
  [tag]: shapeOctets(encodeText(value)),
});

/** A TLSA record as `resolveTlsa` gives it. */
export const shapeTlsa = ({ usage, selector, matchingType, data }: TlsaRecord) => ({
  certUsage: usage,
  selector,
  match: matchingType,
  data: new Uint8Array(data).buffer,
});

/** What `resolveAny` gives for records: types in Node's order, those it does not know left out. */
export function shapeAny(records: readonly ResourceRecord[]): readonly object[] {
  const entries = records.flatMap((record) => {
    const entry = shapeEntry(record);
    return entry === undefined ? [] : [{ ...entry, type: record.type }];
  });
  const place = ({ type }: { readonly type: string }) => anyOrder.indexOf(type);
  return entries.sort((left, right) => place(left) - place(right));
}

const anyOrder = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SRV', 'PTR', 'NAPTR', 'SOA', 'TLSA', 'CAA'];

function shapeEntry(record: ResourceRecord): object | undefined {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return shapeAddressWithTtl(record);
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return { value: shapeTarget(record) };
    case 'MX':
      return shapeMx(record);
    case 'TXT':
      return { entries: shapeTxt(record) };
    case 'SRV':
      return shapeSrv(record);
    case 'NAPTR':
      return shapeNaptr(record);
    case 'SOA':
      return shapeSoa(record);
    case 'TLSA':
      return shapeTlsa(record);
    case 'CAA':
      return shapeCaa(record);
    default:
      return undefined;
  }
}

/** A name as c-ares prints it: the root as an empty text, and a space as itself. */
export function shapeName(name: string): string {
  if (name === '.') return '';
  return name.includes('\\') ? name.replace(/\\(\d{3}|.)/g, unescapeSpace) : name;
}

function unescapeSpace(escaped: string): string {
  return escaped === '\\032' ? ' ' : escaped;
}

function shapeOctets(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
}
