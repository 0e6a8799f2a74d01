import { channel } from 'node:diagnostics_channel';
import type { EventChannel } from '../observables/events.js';

/** The channel `rxdns:event` of `node:diagnostics_channel`: the events of every resolver in this process. */
export const eventChannel: EventChannel = channel('rxdns:event');
