import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { type Ended, run } from './command.js';

/** A name server with a small zone, a folder for files, and the command against them. */
export interface Fixture {
  readonly server: NameServer;
  readonly folder: string;
  /** Runs the command against the name server, with the words of a line for arguments. */
  ask(line: string, input?: string | Uint8Array): Promise<Ended>;
  /** Writes a file into the folder; resolves to its path. */
  write(name: string, text: string): Promise<string>;
  close(): Promise<void>;
}

/** `broken.example` is answered with SERVFAIL, `silent.example` never. */
export async function startFixture(): Promise<Fixture> {
  const server = await startNameServer({
    zone,
    respond: ({ name }) => {
      if (name === 'broken.example') return { kind: 'answer', rcode: 'SERVFAIL' };
      return name === 'silent.example' ? { kind: 'drop' } : undefined;
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'rxdns-'));
  return {
    server,
    folder,
    ask: (line, input) =>
      run(['-s', server.address, ...line.split(' ').filter((word) => word !== '')], input),
    async write(name, text) {
      const path = join(folder, name);
      await writeFile(path, text);
      return path;
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

const zone = `
$ORIGIN example.
$TTL 300
@        SOA ns hostmaster 1 7200 900 1209600 60
a        A   192.0.2.1
a        A   192.0.2.2
a        MX  10 mx.example.
a        TXT "hello \\"world\\"" "two"
b        A   192.0.2.3
xn--bcher-kva A 192.0.2.4
1.2.0.192.in-addr.arpa. 300 PTR a.example.
in-addr.arpa. SOA ns.example. hostmaster.example. 1 7200 900 1209600 60
`;
