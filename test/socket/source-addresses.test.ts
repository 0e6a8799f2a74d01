import { networkInterfaces } from 'node:os';
import { firstValueFrom } from 'rxjs';
import { expect, it } from 'vitest';
import { sourceAddresses } from '../../src/observables/source-addresses.js';
import { systemSockets } from './system-sockets.js';

const own = Object.values(networkInterfaces())
  .flat()
  .flatMap((network) => (network === undefined ? [] : [network.address]));

it('the source of a loopback address is itself', async () => {
  const destinations = ['127.0.0.1', ...(own.includes('::1') ? ['::1'] : [])];
  const sources = await firstValueFrom(sourceAddresses(systemSockets, destinations));
  expect([...sources]).toStrictEqual(destinations.map((address) => [address, address]));
});

it('the source of any other address is one of this machine, or none', async () => {
  // What may be out of reach: all networks, the broadcast address, documentation, another zone.
  const destinations = ['0.0.0.0', '255.255.255.255', '192.0.2.1', '2001:db8::1', 'fe80::1%nowhere', '::'];
  const sources = await firstValueFrom(sourceAddresses(systemSockets, destinations));
  expect([...sources.keys()]).toStrictEqual(destinations);
  for (const source of sources.values()) {
    if (source !== undefined) expect([...own, '127.0.0.1', '::1']).toContain(source.split('%')[0]);
  }
  expect(sources.get('255.255.255.255')).toBeUndefined();
  expect(sources.get('fe80::1%nowhere')).toBeUndefined();
});
