import type { ServerLimits } from '../../src/observables/server-pace.js';

/** No fixed limits, but those that a server shows. */
export const noLimits: ServerLimits = {
  concurrency: Number.POSITIVE_INFINITY,
  rate: Number.POSITIVE_INFINITY,
  adaptive: true,
};
