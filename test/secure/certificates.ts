import { createHash, X509Certificate } from 'node:crypto';
import { type Certificates, makeCertificates, makeSelfSigned } from '../clients/certificates.js';
import type { Identity } from '../clients/web-server.js';

const made = new Map<string, Promise<Certificates>>();

/** A certificate for a name or an address by an authority of its own; the same one each time. */
export function certificates(name: string, days = 2): Promise<Certificates> {
  const key = `${name} ${days}`;
  const known = made.get(key) ?? makeCertificates([name], days);
  made.set(key, known);
  return known;
}

let self: Promise<Identity> | undefined;

/** A certificate for 127.0.0.1 that nobody signed but its own key; the same one each time. */
export function selfSigned(): Promise<Identity> {
  self ??= makeSelfSigned();
  return self;
}

/** The pin of a certificate's key, as the option `tls.pins` has it. */
export function pinOf(certificate: string): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return `sha256/${createHash('sha256').update(key).digest('base64')}`;
}
