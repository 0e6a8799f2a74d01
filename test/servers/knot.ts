import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isServing } from './probe.js';
import { type RunningServer, spawnServer } from './spawn-server.js';

/** A zone for knot to serve. */
export interface KnotZone {
  /** Its apex, without a trailing dot. */
  readonly name: string;
  /** The zone file; knot gets a copy and never writes to it. */
  readonly file: URL;
  /** Signs the zone as it loads, and denies with this type; without it the zone is served as it is. */
  readonly signedWith?: 'NSEC' | 'NSEC3';
}

/** What to start knotd with. */
export interface KnotOptions {
  readonly zones: readonly KnotZone[];
  /** Answers BADCOOKIE to UDP queries without a valid server cookie (mod-cookies). @default false */
  readonly enforceCookies?: boolean;
}

/**
 * Starts knotd with these zones on a free port of 127.0.0.1, and resolves once it answers for every one of
 * them. Rejects with knotd's log if it does not start, and with how to install it where it is missing.
 */
export function startKnot(options: KnotOptions): Promise<RunningServer> {
  const { zones } = options;
  return spawnServer({
    program: 'knotd',
    debianPackage: 'knot',
    async prepare(folder, port) {
      await mkdir(join(folder, 'zones'));
      for (const { name, file } of zones) await copyFile(file, join(folder, 'zones', name));
      await writeFile(join(folder, 'knot.conf'), configure(options, folder, port));
      return ['-c', join(folder, 'knot.conf')];
    },
    failure: /error: .*(cannot bind|failed)/,
    isUp: (port, folder) =>
      isServing(
        port,
        basename(folder),
        zones.map(({ name }) => name),
      ),
  });
}

function configure({ zones, enforceCookies = false }: KnotOptions, folder: string, port: number): string {
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
policy:${policies.join('')}${enforceCookies ? cookieModule : ''}
zone:${entries.join('')}
`;
}

/** Slip 1: BADCOOKIE for every query that deserves it, none dropped. */
const cookieModule = `
mod-cookies:
  - id: default
    badcookie-slip: 1
template:
  - id: default
    global-module: mod-cookies/default`;
