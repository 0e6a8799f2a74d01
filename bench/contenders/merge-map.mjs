// rxdns with all its defaults, through mergeMap over names that are all there at once.
import { from, map, mergeMap } from 'rxjs';
import { Resolver } from '../../dist/index.js';

export function open({ server, concurrency, settle }) {
  const resolver = new Resolver({ servers: [server] });
  return {
    askAll(names) {
      const ask = (name, index) =>
        resolver.query$(name, 'A').pipe(map((records) => ({ index, isAnswered: records.length === 1 })));
      from(names)
        .pipe(mergeMap(ask, concurrency))
        .subscribe(({ index, isAnswered }) => settle(index, isAnswered));
    },
    close: () => resolver.close(),
  };
}
