import { asapScheduler } from 'rxjs';

/**
 * Delivers what is known at once only after `subscribe()` has returned.
 *
 * A thousand inner Observables in a row that complete inside `subscribe()` overflow the stack in mergeMap and
 * concatMap. One scheduled flush serves all deliveries of a tick: one each would double what a hit costs.
 */
export class FlushQueue {
  #deliveries: (() => void)[] = [];

  add(deliver: () => void): void {
    this.#deliveries.push(deliver);
    if (this.#deliveries.length === 1) asapScheduler.schedule(() => this.#flush());
  }

  #flush(): void {
    const deliveries = this.#deliveries;
    this.#deliveries = [];
    for (const deliver of deliveries) deliver();
  }
}
