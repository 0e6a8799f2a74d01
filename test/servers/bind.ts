import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Identity } from '../clients/web-server.js';
import { writeIdentity } from './identity-files.js';
import { isServing } from './probe.js';
import { type RunningServer, spawnServer } from './spawn-server.js';

/** A zone for BIND to serve. */
export interface BindZone {
  /** Its apex, without a trailing dot. */
  readonly name: string;
  /** The zone file; BIND gets a copy. */
  readonly file: URL;
  /** Owner names whose lines BIND does not get, as the file spells them. @default none */
  readonly without?: readonly string[];
}

/** What to start named with. */
export interface BindOptions {
  readonly zones: readonly BindZone[];
  /** Answers BADCOOKIE to UDP queries that have a client cookie without a valid server cookie. @default false */
  readonly enforceCookies?: boolean;
  /** Listens with this certificate as well: for DNS over TLS at the next port, over HTTPS at the one after that. @default not */
  readonly identity?: Identity | undefined;
}

/**
 * Starts BIND's named with these zones on a free port of 127.0.0.1, and resolves once it answers for every one
 * of them. Rejects with its log if it does not start, and with how to install it where it is missing.
 */
export function startBind(options: BindOptions): Promise<RunningServer> {
  const { zones, identity } = options;
  return spawnServer({
    program: 'named',
    debianPackage: 'bind9',
    async prepare(folder, port) {
      for (const zone of zones) await writeFile(join(folder, `${zone.name}.zone`), await readZone(zone));
      if (identity !== undefined) await writeIdentity(folder, identity);
      await writeFile(join(folder, 'named.conf'), configure(options, folder, port));
      return ['-g', '-n', '1', '-c', join(folder, 'named.conf')];
    },
    failure: /could not listen|not loaded due to errors|exiting \(due to/,
    isUp: (port, folder) =>
      isServing(
        port,
        basename(folder),
        zones.map(({ name }) => name),
      ),
  });
}

async function readZone({ file, without = [] }: BindZone): Promise<string> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  for (const owner of without) {
    if (!lines.some((line) => line.startsWith(`${owner} `)))
      throw new Error(`no ${owner} in ${file.pathname}`);
  }
  return lines.filter((line) => !without.includes(line.split(' ', 1)[0] ?? '')).join('\n');
}

/** The checks are off that keep odd but valid records out of a zone. */
function configure(options: BindOptions, folder: string, port: number): string {
  const { zones, enforceCookies = false, identity } = options;
  const entries = zones.map(
    ({ name }) => `
zone "${name}" {
  type primary;
  file "${name}.zone";
  check-integrity no;
  check-mx ignore;
  check-names ignore;
  check-wildcard no;
};`,
  );
  const blocks = `tls own { cert-file "${folder}/cert.pem"; key-file "${folder}/key.pem"; };
http own { endpoints { "/dns-query"; }; };
`;
  const listeners = `
  listen-on port ${port + 1} tls own { 127.0.0.1; };
  listen-on port ${port + 2} tls own http own { 127.0.0.1; };`;
  return `${identity === undefined ? '' : blocks}options {
  directory "${folder}";
  pid-file none;
  lock-file none;
  session-keyfile none;
  server-id "${basename(folder)}";
  listen-on port ${port} { 127.0.0.1; };${identity === undefined ? '' : listeners}
  listen-on-v6 { none; };
  allow-query { 127.0.0.1; };
  allow-transfer { none; };
  recursion no;
  notify no;
  dnssec-validation no;
  empty-zones-enable no;
  rrset-order { order none; };
  require-server-cookie ${enforceCookies ? 'yes' : 'no'};
};
controls { };${entries.join('')}
`;
}
