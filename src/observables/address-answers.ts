import { type MonoTypeOperatorFunction, Observable, type SchedulerLike, Subscription } from 'rxjs';
import type { HostAnswer } from './host-answer.js';

/** Milliseconds to wait for the other family once one has answered (RFC 8305 section 3: resolution delay). */
export const resolutionDelay = 50;

/** Completes a while after the first value: what comes later is not waited for. */
export function completeAfterFirst<Value>(
  delay: number,
  scheduler: SchedulerLike,
): MonoTypeOperatorFunction<Value> {
  return (source$) =>
    new Observable((subscriber) => {
      let waiting = false;
      const timer = new Subscription();
      subscriber.add(timer);
      subscriber.add(
        source$.subscribe({
          next: (value) => {
            subscriber.next(value);
            if (waiting) return;
            waiting = true;
            timer.add(scheduler.schedule(() => subscriber.complete(), delay));
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      );
    });
}

/**
 * Holds back IPv4 addresses that come first, until IPv6 addresses come, none can come any more, or the
 * resolution delay has passed (RFC 8305 section 3).
 */
export function ipv6First(scheduler: SchedulerLike): MonoTypeOperatorFunction<HostAnswer> {
  return (source$) =>
    new Observable((subscriber) => {
      let held: HostAnswer | undefined;
      let ready = false;
      const release = () => {
        const answer = held;
        held = undefined;
        ready = true;
        if (answer !== undefined) subscriber.next(answer);
      };
      subscriber.add(
        source$.subscribe({
          next: (answer) => {
            if (ready || answer.addresses.some(({ family }) => family === 6)) {
              // Before what it was held back for.
              subscriber.next(answer);
              release();
              return;
            }
            held = answer;
            subscriber.add(scheduler.schedule(release, resolutionDelay));
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => {
            release();
            subscriber.complete();
          },
        }),
      );
    });
}
