// The name servers of bench/soak.mjs, in a process of their own: their heap and descriptors are not the resolver's.
import { startNameServer } from '../dist/testing/index.js';

const soa = {
  name: 'soak.example',
  type: 'SOA',
  mname: 'ns.soak.example',
  rname: 'root.soak.example',
  serial: 1,
  refresh: 7200,
  retry: 900,
  expire: 1_209_600,
  minimum: 5,
};

/** The first part of the name says what becomes of the question. */
function respond({ name, type, transport }) {
  const [kind] = name.split('-', 1);
  if (kind === 'silent') return { kind: 'drop' };
  if (kind === 'none') return { kind: 'answer', rcode: 'NXDOMAIN', authorities: [soa] };
  if (kind === 'large' && transport === 'udp') return { kind: 'truncate' };
  if (type === 'MX')
    return { kind: 'answer', answers: [{ name, type, preference: 10, exchange: `mail.${name}` }] };
  if (type === 'TXT')
    return { kind: 'answer', answers: [{ name, type, strings: [text], text: text.toString() }] };
  return { kind: 'answer', answers: [{ name, type: 'A', ttl: 5, address: '192.0.2.1' }] };
}

const text = Buffer.from('x'.repeat(200));

const servers = await Promise.all([startNameServer({ respond }), startNameServer({ respond })]);
process.send(servers.map(({ address }) => address));
process.once('disconnect', () => {
  for (const server of servers) void server.close();
});
