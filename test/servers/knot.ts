import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { decode, encode, type Packet, RECURSION_DESIRED } from 'dns-packet';
import { type RunningServer, type ServerProgram, spawnServer } from './spawn-server.js';

/** A zone for knot to serve. */
export interface KnotZone {
  /** Its apex, without a trailing dot. */
  readonly name: string;
  /** The zone file; knot gets a copy and never writes to it. */
  readonly file: URL;
  /** Signs the zone as it loads, and denies with this type; without it the zone is served as it is. */
  readonly signedWith?: 'NSEC' | 'NSEC3';
}

/** The identity that {@link startKnot} gives its server: what `id.server CH TXT` answers. */
export interface KnotServer extends RunningServer {
  readonly identity: string;
}

/**
 * Starts knotd with these zones on a free port of 127.0.0.1, and resolves once it answers for every one of
 * them. Rejects with knotd's log if it does not start, and with how to install it where it is missing.
 */
export async function startKnot({ zones }: { readonly zones: readonly KnotZone[] }): Promise<KnotServer> {
  let identity = '';
  const server = await spawnServer({
    program: 'knotd',
    debianPackage: 'knot',
    async prepare(folder, port) {
      identity = basename(folder);
      await mkdir(join(folder, 'zones'));
      for (const { name, file } of zones) await copyFile(file, join(folder, 'zones', name));
      await writeFile(join(folder, 'knot.conf'), configure(zones, folder, port));
      return ['-c', join(folder, 'knot.conf')];
    },
    failure: /error: .*(cannot bind|failed)/,
    isUp: (port, folder) => isServing(port, basename(folder), zones),
  } satisfies ServerProgram);
  return { ...server, identity };
}

function configure(zones: readonly KnotZone[], folder: string, port: number): string {
  const policies = ['NSEC', 'NSEC3'].map(
    (type) => `
  - id: ${type}
    algorithm: ecdsap256sha256
    cds-cdnskey-publish: always
    nsec3: ${type === 'NSEC3' ? 'on' : 'off'}
    nsec3-iterations: 5
    nsec3-salt-length: 8`,
  );
  const entries = zones.map(
    ({ name, signedWith }) => `
  - domain: ${name}.
    file: "${join(folder, 'zones', name)}"
    zonefile-sync: -1
    journal-content: none
    semantic-checks: off
    acl: loopback
    dnssec-signing: ${signedWith === undefined ? 'off' : 'on'}${
      signedWith === undefined ? '' : `\n    dnssec-policy: ${signedWith}`
    }`,
  );
  return `server:
    rundir: "${folder}"
    listen: 127.0.0.1@${port}
    identity: "${basename(folder)}"
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: info
database:
    storage: "${folder}"
acl:
  - id: loopback
    address: 127.0.0.1
    action: transfer
policy:${policies.join('')}
zone:${entries.join('')}
`;
}

/** Whether the server behind the port has our identity, and answers for each zone: knot listens before it loads. */
async function isServing(port: number, identity: string, zones: readonly KnotZone[]): Promise<boolean> {
  const [id] = (await ask(port, 'id.server', 'TXT', 'CH'))?.answers ?? [];
  if (id?.type !== 'TXT' || String(id.data) !== identity) return false;
  for (const { name } of zones) {
    const response = await ask(port, name, 'SOA', 'IN');
    if (response?.answers?.length !== 1) return false;
  }
  return true;
}

/** One question over UDP; undefined where no answer comes within 200 ms. */
async function ask(
  port: number,
  name: string,
  type: 'TXT' | 'SOA',
  dnsClass: 'IN' | 'CH',
): Promise<Packet | undefined> {
  const socket = createSocket('udp4');
  try {
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const questions = [{ name, type, class: dnsClass }];
    socket.send(encode({ type: 'query', id: 1, flags: RECURSION_DESIRED, questions }));
    const [message] = await once(socket, 'message', { signal: AbortSignal.timeout(200) });
    return decode(message);
  } catch (error) {
    // ECONNREFUSED until it listens, a timeout while it loads.
    if (error instanceof Error) return undefined;
    throw error;
  } finally {
    socket.close();
  }
}
