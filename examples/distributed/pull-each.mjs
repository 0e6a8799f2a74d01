import { concatMap, defer, EMPTY, merge, of, repeat } from 'rxjs';

/**
 * Works on items in `slots` slots at once, and takes the next item only when a slot is free.
 *
 * With mergeMap every item would be taken at once and wait in its buffer, where the deadline of a message runs on.
 * @template T, R
 * @param {() => import('rxjs').ObservableInput<T | undefined>} take The next item; undefined where no more will come.
 * @param {(item: T) => import('rxjs').Observable<R>} work
 * @param {number} slots
 * @returns {import('rxjs').Observable<R>}
 */
export function pullEach(take, work, slots) {
  return defer(() => {
    let ended = false;
    const slot$ = defer(take).pipe(
      concatMap((item) => {
        if (item !== undefined) return work(item);
        ended = true;
        return EMPTY;
      }),
      repeat({ delay: () => (ended ? EMPTY : of(true)) }),
    );
    return merge(...Array.from({ length: slots }, () => slot$));
  });
}
