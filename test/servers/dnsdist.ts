import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Identity } from '../clients/web-server.js';
import { writeIdentity } from './identity-files.js';
import { isServing } from './probe.js';
import { type RunningServer, spawnServer } from './spawn-server.js';

/** What to start dnsdist with. */
export interface DnsdistOptions {
  /** The server that it hands everything to, `127.0.0.1:PORT`. */
  readonly upstream: string;
  /** A zone of that server: dnsdist is up once it answers for it. Without a trailing dot. */
  readonly zone: string;
  /** Listens with this certificate: for DNS over TLS at the next port, over HTTPS at the one after that. */
  readonly identity: Identity;
  /**
   * Queries of a connection over TLS that it takes at a time. With 0, its own default, it answers one or two of those
   * that are pipelined, and closes the connection two seconds later.
   *
   * @default 1000
   */
  readonly maxInFlight?: number;
  /** Queries after which it closes a connection. @default no limit */
  readonly perConnection?: number;
}

/**
 * Starts dnsdist on a free port of 127.0.0.1 in front of one server. Resolves once answers come through it. Rejects
 * with its log if it does not start, and with how to install it where it is missing.
 */
export function startDnsdist(options: DnsdistOptions): Promise<RunningServer> {
  return spawnServer({
    program: 'dnsdist',
    debianPackage: 'dnsdist',
    async prepare(folder, port) {
      await writeIdentity(folder, options.identity);
      await writeFile(join(folder, 'dnsdist.conf'), configure(options, folder, port));
      return ['--supervised', '--disable-syslog', '-C', join(folder, 'dnsdist.conf')];
    },
    failure: /Fatal|Unable to bind|Error/,
    isUp: (port, folder) => isServing(port, basename(folder), [options.zone]),
  });
}

/** Its looks at whether the server is up ask for the zone: knot refuses what it asks for by default. */
function configure(options: DnsdistOptions, folder: string, port: number): string {
  const { upstream, zone, maxInFlight = 1000, perConnection = 0 } = options;
  const files = `"${folder}/cert.pem", "${folder}/key.pem"`;
  const name = basename(folder);
  return `setLocal("127.0.0.1:${port}")
addTLSLocal("127.0.0.1:${port + 1}", ${files}, {maxInFlight=${maxInFlight}})
setMaxTCPQueriesPerConnection(${perConnection})
addDOHLocal("127.0.0.1:${port + 2}", ${files}, "/dns-query")
newServer({address="${upstream}", checkName="${zone}.", checkType="SOA"})
addAction(QNameRule("id.server."), SpoofRawAction(string.char(${name.length}) .. "${name}"))
`;
}
