import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Identity } from './web-server.js';

/** A certificate authority of this test's own, and what it signed. */
export interface Certificates extends Identity {
  /** The certificate of the authority: what a client has to trust. */
  readonly ca: string;
}

const run = promisify(execFile);

/** Makes a certificate for these names or addresses with the program `openssl`, valid for two days. */
export async function makeCertificates(names: readonly string[], days = 2): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'rxdns-test-'));
  const openssl = (command: string) => run('openssl', command.split(' '), { cwd: folder });
  const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  try {
    await writeFile(
      join(folder, 'extensions'),
      `subjectAltName = ${names.map((name) => `${isIP(name) === 0 ? 'DNS' : 'IP'}:${name}`).join(', ')}\n`,
    );
    await openssl(`req -x509 ${newKey} -keyout ca.key -out ca.pem -subj /CN=rxdns-tests -days 2`);
    await openssl(`req -new ${newKey} -keyout key.pem -out request.pem -subj /CN=web-server`);
    await openssl(
      `x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -out cert.pem -days ${days} -extfile extensions`,
    );
    const read = (name: string) => readFile(join(folder, name), 'utf8');
    return { ca: await read('ca.pem'), cert: await read('cert.pem'), key: await read('key.pem') };
  } finally {
    await rm(folder, { recursive: true });
  }
}
