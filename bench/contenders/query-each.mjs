// rxdns with all its defaults, as a batch that pulls its names.
import { queryEach, Resolver } from '../../dist/index.js';

export function open({ server, concurrency, settle, options }) {
  const resolver = new Resolver({ servers: [server], ...options });
  return {
    askAll(names) {
      queryEach.from(resolver, names, 'A', { concurrency }).subscribe({
        next: ({ index, records }) => settle(index, records.length === 1),
        // Closed at the limit, with queries pending.
        error: () => undefined,
      });
    },
    close: () => resolver.close(),
  };
}
