import { isDeepStrictEqual } from 'node:util';
import { parseHostAliases } from '../src/hosts/host-aliases.js';
import { parseHosts } from '../src/hosts/hosts-file.js';
import { parseNsswitch } from '../src/hosts/nsswitch.js';
import { parseResolvConf, type ResolvConf } from '../src/hosts/resolv-conf.js';
import { parseServices } from '../src/hosts/services.js';
import { addressFamily } from '../src/records/ip.js';
import { parseName } from '../src/records/name.js';
import { parseServer } from '../src/server-string.js';
import { fromText, toText } from './input.js';
import { check, type Target } from './target.js';

const inputs = (...texts: readonly string[]): readonly Uint8Array[] => texts.map(fromText);

/** Any text is a hosts file: what it says of a name are addresses, and each of these leads back to a name. */
const hostsFile: Target = {
  name: 'hosts-file',
  seeds: inputs(
    '127.0.0.1 localhost # me\n::1 localhost ip6-localhost\n',
    '1.1.1.1 a\n1.1.1.1 b\n2.2.2.2 b\n2.2.2.2 c\n',
    'fe80::1%eth0 printer.example\r\n\t::ffff:192.0.2.1 mapped\u0000',
    '192.0.2.300 bad\n192.0.2.1\n192.0.2.1 a..b ok',
  ),
  tokens: inputs('\n', '\r', ' ', '\t', '#', '::1', '192.0.2.1', '%eth0', 'a', '\ufeff', '__proto__'),
  maxLength: 2048,
  limit: 50,
  run(input) {
    const text = toText(input);
    const table = parseHosts(text);
    for (const word of text.split(/\s+/).slice(0, 50)) {
      for (const address of table.find(word)?.addresses ?? []) {
        check(addressFamily(address.replace(/%.*$/, '')) !== undefined, 'an address that is none');
        check(table.findByAddress(address) !== undefined, 'an address without a name');
      }
    }
  },
};

/** Any text is a configuration: what it gives can be used as it is, and is the same when written out again. */
const configurationFiles: Target = {
  name: 'configuration-files',
  seeds: inputs(
    'nameserver 192.0.2.1\nnameserver [2001:db8::1]:5353\nsearch a.example b.example\noptions ndots:2 timeout:1 rotate',
    '; comment\n domain example.com\nsortlist 130.155.160.0/255.255.240.0 130.155.0.0\noptions use-vc edns0 attempts:9',
    'hosts: files mdns4_minimal [NOTFOUND=return] dns myhostname\n',
    'http 80/tcp www # web\ndomain 53/udp\n',
    'alias target.example\n',
  ),
  tokens: inputs(
    '\n',
    ' ',
    '#',
    ';',
    'nameserver ',
    'search ',
    'options ',
    'ndots:',
    ':0',
    '/tcp',
    '[',
    ']:53',
  ),
  maxLength: 2048,
  limit: 50,
  run(input) {
    const text = toText(input);
    parseNsswitch(text);
    for (const target of parseHostAliases(text).values()) parseName(target);
    const port = parseServices(text).port('http', 'tcp');
    check(port === undefined || (Number.isInteger(port) && port <= 0xffff), 'a port out of range');
    const conf = parseResolvConf(text);
    for (const server of conf.nameservers)
      check(parseServer(server).text === server, 'a server written otherwise');
    for (const domain of conf.domains ?? []) parseName(domain);
    check(
      isDeepStrictEqual(parseResolvConf(write(conf)), conf),
      'a configuration that is another when written out',
    );
  },
};

/** The file that says the same. */
function write({ nameservers, domains, sortlist, ndots, timeout, attempts, ...flags }: ResolvConf): string {
  const option = (name: string, value: number | undefined) =>
    value === undefined ? [] : [`${name}:${value}`];
  return [
    ...nameservers.map((server) => `nameserver ${server}`),
    ...(domains === undefined ? [] : [`search ${domains.join(' ') || '.'}`]),
    ...(sortlist.length === 0 ? [] : [`sortlist ${sortlist.join(' ')}`]),
    [
      'options',
      ...option('ndots', ndots),
      ...option('timeout', timeout && timeout / 1000),
      ...option('attempts', attempts),
    ].join(' '),
    `options ${flags.rotate ? 'rotate' : ''} ${flags.useTcp ? 'use-vc' : ''}`,
    `options ${flags.edns ? 'edns0' : ''} ${flags.trustAd ? 'trust-ad' : ''}`,
  ].join('\n');
}

/** Targets that take files of this machine. */
export const hostFileTargets: readonly Target[] = [hostsFile, configurationFiles];
