import { type Certificates, makeCertificates } from '../clients/certificates.js';

const made = new Map<string, Promise<Certificates>>();

/** A certificate for a name or an address by an authority of its own; the same one each time. */
export function certificates(name: string, days = 2): Promise<Certificates> {
  const key = `${name} ${days}`;
  const known = made.get(key) ?? makeCertificates([name], days);
  made.set(key, known);
  return known;
}
