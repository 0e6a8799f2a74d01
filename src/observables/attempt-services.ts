import type { ProbeServices, Probes } from './probes.js';

/** What attempts need. */
export interface AttemptServices extends ProbeServices {
  readonly probes: Probes;
}
