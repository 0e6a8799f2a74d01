import { type SchedulerAction, type SchedulerLike, Subscription } from 'rxjs';

/** A scheduler that knows how many of its timers are armed. */
export class CountingScheduler implements SchedulerLike {
  readonly #scheduler: SchedulerLike;
  readonly #armed = new Set<Subscription>();
  /** Timers armed so far. */
  made = 0;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  get armed(): number {
    return this.#armed.size;
  }

  now(): number {
    return this.#scheduler.now();
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay?: number, state?: T): Subscription {
    const armed = this.#armed;
    const timer = new Subscription(() => armed.delete(timer));
    const action = this.#scheduler.schedule<T>(
      function (this: SchedulerAction<T>, given?: T) {
        armed.delete(timer);
        work.call(this, given);
      },
      delay,
      state,
    );
    timer.add(action);
    armed.add(timer);
    this.made += 1;
    return timer;
  }
}
