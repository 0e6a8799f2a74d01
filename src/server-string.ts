import { DnsError } from './errors.js';
import type { Server } from './observables/exchange.js';
import { addressFamily } from './records/ip.js';
import { isHostname } from './records/name.js';
import type { Transport } from './socket/connect.js';

/** Where each transport's servers listen unless the string says otherwise (RFC 1035, RFC 7858, RFC 8484). */
const defaultPorts: Readonly<Record<Transport, number>> = { udp: 53, tcp: 53, tls: 853, https: 443 };
/** The path of `https` servers where the string has none. */
const defaultPath = '/dns-query';

const schemes: ReadonlyMap<string, Transport> = new Map([
  ['dns', 'udp'],
  ['udp', 'udp'],
  ['tcp', 'tcp'],
  ['tls', 'tls'],
  ['https', 'https'],
]);

/**
 * Reads a server string: `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:53`, `fe80::1%eth0`,
 * and any of them behind `dns://`, `udp://`, `tcp://` or `tls://`.
 *
 * Encrypted ones may say for which name the certificate has to be: `tls://dns.example@192.0.2.1`. Behind `https://`
 * comes such an address in the form of URLs, or a host name alone, and a path, which may be a template of RFC 8484:
 * `https://dns.example/dns-query{?dns}`, `https://dns.example@192.0.2.1:8443/`. Without a path it is `/dns-query`.
 *
 * Throws {@link DnsError} `EBADSTR` for everything else: host names, ports outside 1 to 65,535, text that is
 * left over.
 */
export function parseServer(text: string): Server {
  const [, scheme = 'dns', behind = ''] = /^(?:([a-z]+):\/\/)?(.*)$/s.exec(text) ?? [];
  const transport = schemes.get(scheme);
  if (transport === undefined)
    throw badServer(text, `its scheme ${scheme}:// is not dns, udp, tcp, tls or https`);
  const { place, path } = splitPath(behind, transport, text);
  const { name, rest } = splitName(place, transport, text);
  const { host: address, port } = splitPort(rest, transport, text);
  // Of https, the name may be all that there is.
  const isName = transport === 'https' && name === undefined && isServerName(address);
  if (!isName) checkAddress(address, text);
  const number = port === undefined ? defaultPorts[transport] : Number(port);
  if (number < 1 || number > 0xffff) throw badServer(text, 'its port is not between 1 and 65535');
  const host = isName ? address.toLowerCase() : name;
  const server = {
    transport,
    address: isName ? address.toLowerCase() : address,
    port: number,
    ...(host !== undefined && { host }),
    ...(path !== undefined && { path }),
  };
  return { ...server, text: formatServer(server) };
}

function splitPath(
  text: string,
  transport: Transport,
  whole: string,
): { readonly place: string; readonly path: string | undefined } {
  if (transport !== 'https') return { place: text, path: undefined };
  const at = text.indexOf('/');
  if (at < 0) return { place: text, path: defaultPath };
  // The short form of a template; without one, GET does the same.
  const path = text.slice(at).replace(/^([^?]*)\{\?dns\}$/, '$1');
  const plain = path.replace(/\{[?&]?dns\}/, '');
  // What RFC 3986 section 3 allows in path and query.
  if (!/^(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})+$/.test(plain))
    throw badServer(whole, 'its path is wrong, or a template without {?dns}');
  return { place: text.slice(0, at), path };
}

function splitName(
  text: string,
  transport: Transport,
  whole: string,
): { readonly name: string | undefined; readonly rest: string } {
  const at = text.indexOf('@');
  if (at < 0 || (transport !== 'tls' && transport !== 'https')) return { name: undefined, rest: text };
  const name = text.slice(0, at);
  if (!isServerName(name)) throw badServer(whole, 'what is before @ is no host name');
  return { name: name.toLowerCase(), rest: text.slice(at + 1) };
}

/** A host name that no URL takes for an address: its last label has a letter. */
function isServerName(text: string): boolean {
  return isHostname(text) && /(?:^|\.)(?=[^.]*[A-Za-z])(?!0[xX])[^.]+$/.test(text);
}

function splitPort(
  text: string,
  transport: Transport,
  whole: string,
): { readonly host: string; readonly port: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(text);
  if (bracketed !== null) return { host: bracketed[1] ?? '', port: bracketed[2] };
  // In a URL the port is what is behind the only colon.
  if (transport !== 'https' && text.split(':').length > 2) return { host: text, port: undefined };
  const plain = /^([^:[\]]*)(?::(\d{1,5}))?$/.exec(text);
  if (plain === null) throw badServer(whole, 'it is not an address with an optional port');
  return { host: plain[1] ?? '', port: plain[2] };
}

function checkAddress(text: string, whole: string): void {
  const [address = '', zone, ...others] = text.split('%');
  const family = addressFamily(address);
  if (family === undefined) throw badServer(whole, 'it needs an IPv4 or IPv6 address');
  if (zone !== undefined && (family === 4 || others.length > 0 || !/^[\w.-]+$/.test(zone)))
    throw badServer(whole, 'its zone is wrong');
}

/** The shortest string that reads back as the same server. */
export function formatServer({ transport, address, port, host, path }: Omit<Server, 'text'>): string {
  const scheme = transport === 'udp' ? '' : `${transport}://`;
  const name = host === undefined || host === address ? '' : `${host}@`;
  const isDefault = port === defaultPorts[transport];
  const needsBrackets = address.includes(':') && (transport === 'https' || !isDefault);
  const place = needsBrackets ? `[${address}]` : address;
  return `${scheme}${name}${place}${isDefault ? '' : `:${port}`}${path ?? ''}`;
}

function badServer(text: string, why: string): DnsError {
  return new DnsError('EBADSTR', `${JSON.stringify(text)} is no DNS server: ${why}`);
}
