// rxdns with all its defaults, one Observable for each name.
import { Resolver } from '../../dist/index.js';

export function open({ server, settle, options }) {
  const resolver = new Resolver({ servers: [server], ...options });
  return {
    ask(name, index) {
      resolver.query$(name, 'A').subscribe({
        next: (records) => settle(index, records.length === 1),
        error: () => settle(index, false),
      });
    },
    close: () => resolver.close(),
  };
}
