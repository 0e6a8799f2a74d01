import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { ask, nothing } from './asker.js';

const nxdomain = 3;

/** The zone and the questions of RFC 4592 section 2.2.1, and some of section 4. */
describe('wildcards', () => {
  const wild = `
$ORIGIN example.
$TTL 3600
example.                 SOA   ns.example.com. admin.example.com. 1 3600 900 86400 3600
example.                 NS    ns.example.com.
*.example.               TXT   "this is a wildcard"
*.example.               MX    10 host1.example.
sub.*.example.           TXT   "this is not a wildcard"
host1.example.           A     192.0.2.1
_ssh._tcp.host1.example. SRV   0 0 22 host1.example.
_ssh._tcp.host2.example. SRV   0 0 22 host2.example.
subdel.example.          NS    ns.example.com.
*.alias.example.         CNAME host1
*.a.*.odd.example.       A     192.0.2.2
`;
  const wildSoa = 'example 3600 SOA ns.example.com admin.example.com 1 3600 900 86400 3600';
  let wildServer: NameServer;
  beforeAll(async () => {
    wildServer = await startNameServer({ zone: wild });
  });
  afterAll(() => wildServer.close());

  const synthesised = (name: string) => ({ answers: [`${name} 3600 MX 10 host1.example`] });
  const noData = { authorities: [wildSoa] };
  const noName = { rcode: nxdomain, authorities: [wildSoa] };
  test.each([
    ['host3.example', 'MX', synthesised('host3.example')],
    ['host3.example', 'A', noData],
    ['HOST3.example', 'MX', synthesised('HOST3.example')],
    ['foo.bar.example', 'TXT', { answers: ['foo.bar.example 3600 TXT "this is a wildcard"'] }],
    ['host1.example', 'MX', noData],
    ['sub.*.example', 'MX', noData],
    ['_telnet._tcp.host1.example', 'SRV', noName],
    ['host.subdel.example', 'A', { aa: false, authorities: ['subdel.example 3600 NS ns.example.com'] }],
    ['ghost.*.example', 'MX', noName],
    ['*.example', 'MX', synthesised('*.example')],
    ['_tcp.host1.example', 'MX', noData],
    ['x._tcp.host2.example', 'MX', noName],
    ['host2.example', 'MX', noData],
    ['x.host2.example', 'MX', noName],
    [
      'x.alias.example',
      'A',
      { answers: ['x.alias.example 3600 CNAME host1.example', 'host1.example 3600 A 192.0.2.1'] },
    ],
    ['x.y.alias.example', 'CNAME', { answers: ['x.y.alias.example 3600 CNAME host1.example'] }],
    ['alias.example', 'MX', noData],
    ['x.a.*.odd.example', 'A', { answers: ['x.a.*.odd.example 3600 A 192.0.2.2'] }],
    ['x.odd.example', 'A', noData],
    ['a.x.odd.example', 'A', noData],
  ])('%s %s', async (name, type, said) => {
    expect(await ask(wildServer, name, type)).toStrictEqual({ ...nothing, ...said });
  });
});
