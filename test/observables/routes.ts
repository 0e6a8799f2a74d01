import { orderAddresses } from '../../src/observables/address-order.js';

/** A destination and its source; none where it is out of reach. */
export type Route = readonly [destination: string, source?: string | undefined];

/** The destinations in the order that their sources give. */
export function order(routes: readonly Route[]): readonly string[] {
  const sources = new Map(routes.map(([destination, source]) => [destination, source]));
  const destinations = routes.map(([destination]) => destination);
  return orderAddresses(destinations, sources, (destination) => destination);
}
