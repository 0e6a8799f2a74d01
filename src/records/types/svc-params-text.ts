import { formatBase64, parseBase64 } from '../base-encoding.js';
import { badOctets, parseString, quote, quoteText } from '../field-text.js';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../ip.js';
import { Reader } from '../reader.js';
import { decodeText, encodeText } from '../text.js';
import { WireError } from '../wire-error.js';
import { Writer } from '../writer.js';
import {
  readSvcParam,
  type SvcParams,
  type SvcParamsDraft,
  svcKeyName,
  svcKeyNumber,
  svcParamKeys,
  writeSvcParams,
} from './svc-params.js';

/** Parameters as `key=value`, in the order of their keys (RFC 9460 section 2.1). */
export function formatSvcParams(params: SvcParams): readonly string[] {
  return svcParamKeys(params).map((key) => `${svcKeyName(key)}${formatValue(key, params)}`);
}

/** Parameters in any order. Throws {@link WireError} `EBADSTR`. */
export function parseSvcParams(fields: readonly string[]): SvcParams {
  const params: SvcParamsDraft = {};
  const seen = new Set<number>();
  for (const field of fields) {
    const equals = field.indexOf('=');
    const name = equals < 0 ? field : field.slice(0, equals);
    const key = svcKeyNumber(name);
    if (seen.has(key)) throw new WireError('EBADSTR', `the service parameter ${name} is there twice`);
    seen.add(key);
    const value = parseString(equals < 0 ? '' : field.slice(equals + 1));
    if (name === svcKeyName(key)) parseValue(params, key, value);
    else parseNumbered(params, key, value);
  }
  // Writing checks what spans parameters, and lists that are empty.
  writeSvcParams(new Writer(), params);
  return params;
}

function formatValue(key: number, params: SvcParams): string {
  if (key === 0) return `=${sortKeys(params.mandatory ?? []).join(',')}`;
  if (key === 1) return `=${quote(joinProtocols(params.alpn ?? []))}`;
  if (key === 2) return '';
  if (key === 3) return `=${params.port}`;
  if (key === 4) return `=${normaliseIpv4(params.ipv4hint ?? []).join(',')}`;
  if (key === 5) return `=${formatBase64(params.ech ?? new Uint8Array())}`;
  if (key === 6) return `=${normaliseIpv6(params.ipv6hint ?? []).join(',')}`;
  if (key === 7) return `=${quoteText(params.dohpath ?? '')}`;
  return `=${quote(params[`key${key}`] ?? new Uint8Array())}`;
}

function parseValue(params: SvcParamsDraft, key: number, value: Uint8Array): void {
  const text = decodeText(value);
  const items = text === '' ? [] : text.split(',');
  if (key === 0) params.mandatory = sortKeys(items);
  else if (key === 1) params.alpn = splitProtocols(value);
  else if (key === 2 && text === '') params.noDefaultAlpn = true;
  else if (key === 3 && /^\d{1,5}$/.test(text)) params.port = Number(text);
  else if (key === 4) params.ipv4hint = normaliseIpv4(items);
  else if (key === 5) params.ech = parseBase64(text);
  else if (key === 6) params.ipv6hint = normaliseIpv6(items);
  else if (key === 7) params.dohpath = text;
  else if (key > 7) params[`key${key}`] = value;
  else throw new WireError('EBADSTR', `the service parameter ${svcKeyName(key)} has a wrong value`);
}

/** A key that has a name, under its number: the value is then as on the wire. */
function parseNumbered(params: SvcParamsDraft, key: number, value: Uint8Array): void {
  try {
    readSvcParam(params, key, new Reader(value));
  } catch (error) {
    throw badOctets(`the service parameter key${key}`, error);
  }
}

/** In text the keys have any order (RFC 9460 section 8). */
function sortKeys(names: readonly string[]): readonly string[] {
  const keys = names.map(svcKeyNumber).sort((a, b) => a - b);
  return keys.map(svcKeyName);
}

function normaliseIpv4(addresses: readonly string[]): readonly string[] {
  return addresses.map((address) => formatIpv4(parseIpv4(address)));
}

function normaliseIpv6(addresses: readonly string[]): readonly string[] {
  return addresses.map((address) => formatIpv6(parseIpv6(address)));
}

const comma = 0x2c;
const backslash = 0x5c;

/** Commas and backslashes inside a protocol are escaped once more, for the list (RFC 9460 appendix A.1). */
function joinProtocols(protocols: readonly string[]): Uint8Array {
  const octets: number[] = [];
  for (const [index, protocol] of protocols.entries()) {
    if (index > 0) octets.push(comma);
    for (const octet of encodeText(protocol)) {
      if (octet === comma || octet === backslash) octets.push(backslash);
      octets.push(octet);
    }
  }
  return Uint8Array.from(octets);
}

function splitProtocols(value: Uint8Array): readonly string[] {
  const items: number[][] = [[]];
  for (let at = 0; at < value.length; at += 1) {
    const octet = value[at] === backslash ? value[at + 1] : value[at];
    if (value[at] === comma) {
      items.push([]);
      continue;
    }
    if (value[at] === backslash) {
      if (octet !== comma && octet !== backslash) throw badList();
      at += 1;
    }
    if (octet !== undefined) items.at(-1)?.push(octet);
  }
  return items.map((item) => decodeText(Uint8Array.from(item)));
}

function badList(): WireError {
  return new WireError('EBADSTR', 'a list of protocols has a wrong escape');
}
