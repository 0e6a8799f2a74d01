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

/** Makes a certificate for 127.0.0.1 that nobody signed but its own key. */
export function makeSelfSigned(): Promise<Identity> {
  return inFolder(async (openssl, read) => {
    await openssl(
      `req -x509 ${newKey} -keyout key.pem -out cert.pem -subj /CN=self -days 2 -addext subjectAltName=IP:127.0.0.1`,
    );
    return { cert: await read('cert.pem'), key: await read('key.pem') };
  });
}

/** Makes a certificate for these names or addresses with the program `openssl`, valid for two days. */
export function makeCertificates(names: readonly string[], days = 2): Promise<Certificates> {
  const alternatives = names.map((name) => `${isIP(name) === 0 ? 'DNS' : 'IP'}:${name}`);
  return inFolder(async (openssl, read, write) => {
    await write('extensions', `subjectAltName = ${alternatives.join(', ')}\n`);
    await openssl(`req -x509 ${newKey} -keyout ca.key -out ca.pem -subj /CN=rxdns-tests -days 2`);
    await openssl(`req -new ${newKey} -keyout key.pem -out request.pem -subj /CN=web-server`);
    await openssl(
      `x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -out cert.pem -days ${days} -extfile extensions`,
    );
    return { ca: await read('ca.pem'), cert: await read('cert.pem'), key: await read('key.pem') };
  });
}

const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';

/** Runs `openssl` in a folder that is gone afterwards. */
async function inFolder<Made>(
  make: (
    openssl: (command: string) => Promise<unknown>,
    read: (file: string) => Promise<string>,
    write: (file: string, text: string) => Promise<void>,
  ) => Promise<Made>,
): Promise<Made> {
  const folder = await mkdtemp(join(tmpdir(), 'rxdns-test-'));
  try {
    return await make(
      (command) => run('openssl', command.split(' '), { cwd: folder }),
      (file) => readFile(join(folder, file), 'utf8'),
      (file, text) => writeFile(join(folder, file), text),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
