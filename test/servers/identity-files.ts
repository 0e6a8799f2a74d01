import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from '../clients/web-server.js';

/** Writes a certificate and its key where the configuration of a server looks for them. */
export async function writeIdentity(folder: string, { cert, key }: Identity): Promise<void> {
  await writeFile(join(folder, 'cert.pem'), cert);
  await writeFile(join(folder, 'key.pem'), key);
}
