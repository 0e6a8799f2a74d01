// rxdns as a batch, with somebody who listens to what happens in it, or nobody.
import { subscribe } from 'node:diagnostics_channel';
import { queryEach, Resolver } from '../../dist/index.js';

/** How to listen, by name. */
const listening = {
  nobody: () => undefined,
  events: (resolver, count) => resolver.events$.subscribe(count),
  stats: (resolver, count) => resolver.stats$.subscribe(count),
  channel: (_resolver, count) => subscribe('rxdns:event', count),
};

export function open({ server, concurrency, settle, options: { listener } }) {
  const resolver = new Resolver({ servers: [server] });
  let heard = 0;
  listening[listener](resolver, () => {
    heard += 1;
  });
  return {
    askAll(names) {
      queryEach.from(resolver, names, 'A', { concurrency }).subscribe({
        next: ({ index, records }) => settle(index, records.length === 1),
        // Closed at the limit, with queries pending.
        error: () => undefined,
      });
    },
    close: () => {
      if (listener !== 'nobody' && heard === 0) throw new Error(`${listener}: nothing was heard`);
      return resolver.close();
    },
  };
}
