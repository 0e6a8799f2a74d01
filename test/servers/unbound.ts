import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Identity } from '../clients/web-server.js';
import { writeIdentity } from './identity-files.js';
import { isServing } from './probe.js';
import { type RunningServer, spawnServer } from './spawn-server.js';

/** What to start unbound with. */
export interface UnboundOptions {
  /** The server that it asks for everything, `127.0.0.1:PORT`. */
  readonly upstream: string;
  /** A zone of that server: unbound is up once it answers for it. Without a trailing dot. */
  readonly zone: string;
  /** Listens with this certificate as well: for DNS over TLS at the next port, over HTTPS at the one after that. @default not */
  readonly identity?: Identity | undefined;
}

/**
 * Starts unbound on a free port of 127.0.0.1: a cache that forwards every question to one server and does not
 * validate. Resolves once answers come through it. Rejects with its log if it does not start, and with how to
 * install it where it is missing.
 */
export function startUnbound(options: UnboundOptions): Promise<RunningServer> {
  return spawnServer({
    program: 'unbound',
    debianPackage: 'unbound',
    async prepare(folder, port) {
      if (options.identity !== undefined) await writeIdentity(folder, options.identity);
      await writeFile(join(folder, 'unbound.conf'), configure(options, folder, port));
      return ['-d', '-p', '-c', join(folder, 'unbound.conf')];
    },
    failure: /can't bind|fatal error|error: can't/,
    isUp: (port, folder) => isServing(port, basename(folder), [options.zone]),
  });
}

/** Leaving from 127.0.0.1, no query of unbound's own reaches another machine. */
function configure({ upstream, identity }: UnboundOptions, folder: string, port: number): string {
  const encrypted = `
  interface: 127.0.0.1@${port + 1}
  tls-port: ${port + 1}
  interface: 127.0.0.1@${port + 2}
  https-port: ${port + 2}
  tls-service-key: "${folder}/key.pem"
  tls-service-pem: "${folder}/cert.pem"`;
  return `server:
  directory: "${folder}"
  chroot: ""
  username: ""
  pidfile: ""
  logfile: ""
  use-syslog: no
  num-threads: 1
  interface: 127.0.0.1
  port: ${port}${identity === undefined ? '' : encrypted}
  access-control: 127.0.0.1 allow
  outgoing-interface: 127.0.0.1
  do-ip6: no
  do-not-query-localhost: no
  identity: "${basename(folder)}"
  module-config: "iterator"
  cache-max-ttl: 2147483647
  rrset-roundrobin: no
forward-zone:
  name: "."
  forward-addr: ${upstream.replace(':', '@')}
`;
}
