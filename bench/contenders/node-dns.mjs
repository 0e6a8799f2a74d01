// node:dns/promises with all its defaults unless it is given options.
import { Resolver } from 'node:dns/promises';

export function open({ server, settle, options }) {
  const resolver = new Resolver(options);
  resolver.setServers([server]);
  return {
    ask(name, index) {
      resolver.resolve4(name).then(
        (addresses) => settle(index, addresses.length === 1),
        () => settle(index, false),
      );
    },
    close: () => resolver.cancel(),
  };
}
