import { Observable } from 'rxjs';
import type { Connection, Endpoint } from '../socket/connect.js';
import type { EventSource } from './events.js';
import type { Server } from './exchange.js';

/** Tells when a connection opens and when it is closed; without anyone who listens it stays as it is. */
export function tellOfSocket(
  connection$: Observable<Connection>,
  { text: server }: Server,
  { transport }: Endpoint,
  events: EventSource,
): Observable<Connection> {
  if (!events.isObserved) return connection$;
  return new Observable((subscriber) => {
    const source = connection$.subscribe({
      next: (connection) => {
        const { localAddress, localPort } = connection;
        const socket = { server, transport, localAddress, localPort };
        // Its pool is in the middle of closing it then, and not ready for questions.
        subscriber.add(() => events.tellSoon({ type: 'socket-close', ...socket }));
        events.tell({ type: 'socket-open', ...socket });
        // Whoever heard of it may have closed it: then this says nothing.
        subscriber.next(connection);
      },
      error: (error: unknown) => subscriber.error(error),
      complete: () => subscriber.complete(),
    });
    subscriber.add(source);
  });
}
