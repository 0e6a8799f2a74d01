import { type EventChannel, noChannel } from '../observables/events.js';

/** Where there is no `node:diagnostics_channel`, as in browsers: nobody listens. */
export const eventChannel: EventChannel = noChannel;
