import { isIP, isIPv6 } from 'node:net';
import { formatIpv6, parseIpv6 } from '../records/ip.js';
import { checkArray, checkString } from './argument-checks.js';
import { addressError } from './argument-errors.js';

/**
 * Reads what `setServers` takes: addresses with an optional port, IPv6 in brackets where there is one.
 *
 * Gives server strings of rxdns, each once. Throws `ERR_INVALID_ARG_TYPE` and `ERR_INVALID_IP_ADDRESS`.
 */
export function readServers(servers: unknown): readonly string[] {
  checkArray('servers', servers);
  const read = new Set<string>();
  // forEach, because it passes over holes, as Node does.
  servers.forEach((server, index) => {
    checkString(`servers[${index}]`, server);
    read.add(readServer(server));
  });
  return [...read];
}

const defaultPort = 53;

function readServer(text: string): string {
  if (isIP(text) !== 0) return formatServer(text, defaultPort, text);
  const bracketed = /^\[([^[\]]*)\]/.exec(text)?.[1] ?? '';
  if (isIP(bracketed) !== 0) {
    // Text behind the bracket that is no port counts for none, and so does port 0.
    const port = Number(/:(\d+)$/.exec(text.slice(bracketed.length + 2))?.[1] ?? 0);
    return formatServer(bracketed, port === 0 ? defaultPort : port, text);
  }
  const [, address = '', port = String(defaultPort)] = /^(.+?)(?::(\d+))?$/.exec(text) ?? [];
  if (isIP(address) === 0) throw addressError(text);
  return formatServer(address, Number(port), text);
}

/** Node wraps ports around at 65,536, and its process ends at port 0: here neither is one. */
function formatServer(address: string, port: number, text: string): string {
  const [host = '', zone] = address.split('%');
  if (port < 1 || port > 0xffff || zone?.includes(':')) throw addressError(text);
  const short = isIPv6(host) ? formatIpv6(parseIpv6(host)) : host;
  const full = zone === undefined ? short : `${short}%${zone}`;
  if (port === defaultPort) return full;
  return full.includes(':') ? `[${full}]:${port}` : `${full}:${port}`;
}
