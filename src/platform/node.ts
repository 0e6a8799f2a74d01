import { AsyncResource } from 'node:async_hooks';
import { ADDRCONFIG, ALL, V4MAPPED } from 'node:dns';
import { devNull } from 'node:os';
import { SystemFiles } from '../hosts/system.js';
import { configuredFamilies } from '../hosts/system-interfaces.js';
import { afterArrivals } from '../socket/arrivals.js';
import { connectByTransport } from '../socket/by-transport.js';
import type { Platform } from './platform.js';

/** Node: all transports, and this machine's files. */
export const platform: Platform = {
  connect: connectByTransport,
  fetch: undefined,
  checkServers: undefined,
  afterArrivals,
  openFiles: ({ apart, ...options }) =>
    new SystemFiles({
      ...options,
      ...(apart && {
        paths: { ...options.paths, nsswitch: options.paths?.nsswitch ?? devNull },
        environment: {},
        hostName: () => '',
      }),
    }),
  configuredFamilies,
  hints: { ADDRCONFIG, V4MAPPED, ALL },
  asyncContext: () => new AsyncResource('rxdns', undestroyed),
};

/** Nobody hears of the end of a context, and a destructor for each lookup costs more than the rest of it. */
const undestroyed = { requireManualDestroy: true };
