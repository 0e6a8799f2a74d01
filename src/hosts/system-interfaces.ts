import { networkInterfaces } from 'node:os';

/** The families for which this machine has an address that is not loopback (RFC 3493, `AI_ADDRCONFIG`). */
export function configuredFamilies(): readonly (4 | 6)[] {
  const addresses = Object.values(networkInterfaces()).flatMap(
    (interfaceAddresses) => interfaceAddresses ?? [],
  );
  const configured = new Set(addresses.filter(({ internal }) => !internal).map(({ family }) => family));
  return ([4, 6] as const).filter((family) => configured.has(`IPv${family}`));
}
