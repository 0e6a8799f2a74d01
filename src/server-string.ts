import { DnsError } from './errors.js';
import type { Server } from './observables/exchange.js';
import { addressFamily } from './records/ip.js';
import type { Transport } from './socket/connect.js';

/** Where each transport's servers listen unless the string says otherwise (RFC 1035, RFC 7858, RFC 8484). */
const defaultPorts: Readonly<Record<Transport, number>> = { udp: 53, tcp: 53, tls: 853, https: 443 };

const schemes: ReadonlyMap<string, Transport> = new Map([
  ['dns', 'udp'],
  ['udp', 'udp'],
  ['tcp', 'tcp'],
]);

/**
 * Reads a server string: `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:53`, `fe80::1%eth0`,
 * and any of them behind `dns://`, `udp://` or `tcp://`.
 *
 * Throws {@link DnsError} `EBADSTR` for everything else: host names, ports outside 1 to 65,535, text that is
 * left over.
 */
export function parseServer(text: string): Server {
  const [, scheme = 'dns', rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/s.exec(text) ?? [];
  const transport = schemes.get(scheme);
  if (transport === undefined) throw badServer(text, `its scheme ${scheme}:// is not dns, udp or tcp`);
  const { host, port } = splitPort(rest, text);
  const [address = '', zone, ...others] = host.split('%');
  const family = addressFamily(address);
  if (family === undefined) throw badServer(text, 'it needs an IPv4 or IPv6 address');
  if (zone !== undefined && (family === 4 || others.length > 0 || !/^[\w.-]+$/.test(zone)))
    throw badServer(text, 'its zone is wrong');
  const number = port === undefined ? defaultPorts[transport] : Number(port);
  if (number < 1 || number > 0xffff) throw badServer(text, 'its port is not between 1 and 65535');
  return {
    transport,
    address: host,
    port: number,
    text: formatServer({ transport, address: host, port: number }),
  };
}

function splitPort(
  text: string,
  whole: string,
): { readonly host: string; readonly port: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(text);
  if (bracketed !== null) return { host: bracketed[1] ?? '', port: bracketed[2] };
  if (text.split(':').length > 2) return { host: text, port: undefined };
  const plain = /^([^:[\]]*)(?::(\d{1,5}))?$/.exec(text);
  if (plain === null) throw badServer(whole, 'it is not an address with an optional port');
  return { host: plain[1] ?? '', port: plain[2] };
}

/** The shortest string that reads back as the same server. */
export function formatServer({ transport, address, port }: Omit<Server, 'text'>): string {
  const scheme = transport === 'udp' ? '' : `${transport}://`;
  if (port === defaultPorts[transport]) return `${scheme}${address}`;
  return address.includes(':') ? `${scheme}[${address}]:${port}` : `${scheme}${address}:${port}`;
}

function badServer(text: string, why: string): DnsError {
  return new DnsError('EBADSTR', `${JSON.stringify(text)} is no DNS server: ${why}`);
}
