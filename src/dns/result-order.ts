import { getDefaultResultOrder as initialOrder } from 'node:dns';
import { checkOneOf } from './argument-checks.js';

/** The orders that `lookup` knows. */
export const resultOrders = ['verbatim', 'ipv4first', 'ipv6first'] as const;

/** How `lookup` orders addresses: as they come, or one family before the other. */
export type ResultOrder = (typeof resultOrders)[number];

let defaultOrder: ResultOrder | undefined;

/** The order of `lookup`, unless it is told otherwise; at first what the process was started with. */
export function getDefaultResultOrder(): ResultOrder {
  return defaultOrder ?? initialOrder();
}

/** Sets the order of later lookups. Throws `ERR_INVALID_ARG_VALUE`. */
export function setDefaultResultOrder(order: ResultOrder): void {
  checkOneOf('dnsOrder', order, resultOrders);
  defaultOrder = order;
}
