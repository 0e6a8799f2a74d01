import { Observable } from 'rxjs';
import { take } from 'rxjs/operators';
import type { Connect } from '../socket/connect.js';
import { Slots } from './slots.js';

/** Sockets open at a time. */
const maxOpen = 16;
/** No octet is sent, so any port will do but 0. */
const port = 53;

/**
 * Finds the source address that the system would use for each destination, by opening a UDP connection to it and
 * closing it again, which sends nothing (RFC 6724 section 6).
 *
 * Emits one map, with each destination once, and completes. The source is undefined where there is no way to
 * the destination, or where the connection does not tell its own address. Never errors. There is no bound on
 * how long a `connect` may take that neither opens nor fails.
 */
export function sourceAddresses(
  connect: Connect,
  destinations: readonly string[],
): Observable<ReadonlyMap<string, string | undefined>> {
  return new Observable((subscriber) => {
    const sources = new Map(
      destinations.map((address): [string, string | undefined] => [address, undefined]),
    );
    const slots = new Slots(maxOpen);
    let left = sources.size;
    const finish = () => {
      subscriber.next(sources);
      subscriber.complete();
    };
    const open = (address: string) => {
      // Slots that unsubscribing gives back are offered to those that wait.
      if (subscriber.closed) return;
      const opening = connect({ transport: 'udp', address, port })
        .pipe(take(1))
        .subscribe({
          next: ({ localAddress }) => sources.set(address, localAddress),
          // EHOSTUNREACH, ENETUNREACH, EACCES and so on: out of reach, which is an answer.
          error: () => sources.set(address, undefined),
        });
      subscriber.add(opening);
      // Not when it has emitted but when it has closed: it counts as open until then.
      opening.add(() => {
        left -= 1;
        if (left === 0) finish();
        else slots.release();
      });
    };
    if (left === 0) finish();
    for (const address of sources.keys()) slots.take({ start: () => open(address) });
  });
}
