import type { Rdata, RecordText } from './codec.js';
import { typeCode, typeName } from './codes.js';
import { absoluteName, badOctets } from './field-text.js';
import { RdataText } from './rdata-text.js';
import { Reader } from './reader.js';
import type { ResourceRecord } from './record-map.js';
import { isOctetsOnly, isUnknown, type Owner, readRdata, writeRdata } from './registry.js';
import { aText } from './types/a.js';
import { aaaaText } from './types/aaaa.js';
import { afsdbText } from './types/afsdb.js';
import { aplText } from './types/apl.js';
import { caaText } from './types/caa.js';
import { cdnskeyText } from './types/cdnskey.js';
import { cdsText } from './types/cds.js';
import { certText } from './types/cert.js';
import { cnameText } from './types/cname.js';
import { dnameText } from './types/dname.js';
import { dnskeyText } from './types/dnskey.js';
import { dsText } from './types/ds.js';
import { eui48Text } from './types/eui48.js';
import { eui64Text } from './types/eui64.js';
import { hinfoText } from './types/hinfo.js';
import { httpsText } from './types/https.js';
import { locText } from './types/loc.js';
import { mxText } from './types/mx.js';
import { naptrText } from './types/naptr.js';
import { nsText } from './types/ns.js';
import { nsecText } from './types/nsec.js';
import { nsec3Text } from './types/nsec3.js';
import { nsec3paramText } from './types/nsec3param.js';
import { openpgpkeyText } from './types/openpgpkey.js';
import { ptrText } from './types/ptr.js';
import { rpText } from './types/rp.js';
import { rrsigText } from './types/rrsig.js';
import { smimeaText } from './types/smimea.js';
import { soaText } from './types/soa.js';
import { srvText } from './types/srv.js';
import { sshfpText } from './types/sshfp.js';
import { svcbText } from './types/svcb.js';
import { tlsaText } from './types/tlsa.js';
import { txtText } from './types/txt.js';
import { formatOctets, parseOctets } from './types/unknown.js';
import { uriText } from './types/uri.js';
import { WireError } from './wire-error.js';
import { Writer } from './writer.js';

/**
 * A record as a line of a zone file: owner, TTL, class, type, RDATA; all names absolute.
 *
 * Throws {@link WireError} where a field does not fit its type.
 */
export function formatRecord(record: ResourceRecord): string {
  return `${absoluteName(record.name)} ${record.ttl} ${record.class} ${record.type} ${formatRdata(record)}`;
}

/**
 * The RDATA of a record in presentation form, as a zone file writes it (RFC 1035 section 5.1): on one line,
 * names with their trailing dot, printable ASCII only.
 *
 * Unknown types, and known ones with a field that text cannot show, come as octets (`\# 4 c0000201`,
 * RFC 3597 section 5). {@link parseRdata} gives back the same fields.
 */
export function formatRdata(record: ResourceRecord): string {
  if (isUnknown(record)) return formatOctets(record.data);
  const text = textOf(record.type).format(record);
  // The last field of the types with octets (a digest, a key) may be empty, which text cannot show.
  if (text !== '' && !text.endsWith(' ')) return text;
  const writer = new Writer();
  writeRdata(writer, record);
  return formatOctets(writer.finish());
}

/**
 * The RDATA fields that a zone file's text stands for.
 *
 * @param type - A type's name or `TYPEnnn`, in any case.
 * @param text - The RDATA part of one entry, on one line, without comments and parentheses, quotes kept;
 * `\# 4 c0000201` is taken for every type.
 * @param origin - Completes relative names and stands for `@`; the root by default.
 * @throws {@link WireError} `EBADSTR` or `EBADNAME`; `EBADQUERY` for a type that does not exist.
 */
export function parseRdata(type: string, text: string, origin?: string): Rdata<ResourceRecord> {
  const { name, type: _, class: dnsClass, ttl, ...rdata } = parseRecord(type, text, root, origin);
  return rdata;
}

/** The whole record of an owner and RDATA text; otherwise as {@link parseRdata}. */
export function parseRecord(type: string, text: string, owner: Owner, origin?: string): ResourceRecord {
  const code = typeCode(type.toUpperCase());
  const fields = new RdataText(text, origin);
  if (/^\s*\\#(\s|$)/.test(text)) return decodeOctets(code, parseOctets(fields), owner);
  const codec = isOctetsOnly(code, owner.class) ? undefined : texts.get(typeName(code));
  if (codec === undefined)
    throw new WireError('EBADSTR', `the RDATA of ${typeName(code)} must begin with \\#`);
  const { name, class: dnsClass, ttl } = owner;
  const record = codec.parse(fields, { name, type: codec.type, class: dnsClass, ttl });
  fields.end();
  return record;
}

const root: Owner = { name: '.', class: 'IN', ttl: 0 };

const texts: ReadonlyMap<string, RecordText<ResourceRecord>> = new Map(
  [
    aText,
    aaaaText,
    afsdbText,
    aplText,
    caaText,
    cdnskeyText,
    cdsText,
    certText,
    cnameText,
    dnameText,
    dnskeyText,
    dsText,
    eui48Text,
    eui64Text,
    hinfoText,
    httpsText,
    locText,
    mxText,
    naptrText,
    nsText,
    nsecText,
    nsec3Text,
    nsec3paramText,
    openpgpkeyText,
    ptrText,
    rpText,
    rrsigText,
    smimeaText,
    soaText,
    srvText,
    sshfpText,
    svcbText,
    tlsaText,
    txtText,
    uriText,
  ].map((text: RecordText<ResourceRecord>) => [text.type, text]),
);

function textOf(type: string): RecordText<ResourceRecord> {
  const text = texts.get(type);
  if (text !== undefined) return text;
  throw new WireError('EBADQUERY', `no record has the type ${type}`);
}

function decodeOctets(code: number, octets: Uint8Array, owner: Owner): ResourceRecord {
  try {
    return readRdata(new Reader(octets), code, owner);
  } catch (error) {
    throw badOctets(`RDATA octets of ${typeName(code)}`, error);
  }
}
