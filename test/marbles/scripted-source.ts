import { defer, type Observable } from 'rxjs';
import { finalize, map } from 'rxjs/operators';
import type { OutcomeSource } from '../../src/observables/batch.js';
import type { Outcome } from '../../src/observables/outcome.js';
import type { RecordType } from '../../src/records/record-map.js';

/** Looks names up by a function, and counts. */
export class ScriptedSource implements OutcomeSource {
  readonly #answer: (name: string) => Observable<unknown>;
  readonly #failure: Failure | undefined;
  /** Lookups so far: `name type`, and the servers where there are some. */
  readonly asked: string[] = [];
  /** Lookups under way, now and at most. */
  live = 0;
  most = 0;

  /** Outcomes are successes, unless there is a `failure` for them. */
  constructor(answer: (name: string) => Observable<unknown>, failure?: Failure) {
    this.#answer = answer;
    this.#failure = failure;
  }

  outcome$<T extends RecordType>(
    name: string,
    type: T,
    options?: { readonly servers?: readonly string[] | undefined },
  ): Observable<Outcome<T>> {
    return defer(() => {
      this.asked.push([name, type, ...(options?.servers ?? [])].join(' '));
      this.live += 1;
      this.most = Math.max(this.most, this.live);
      return this.#answer(name).pipe(
        map(() => withFailure(exampleOutcome(name, type), this.#failure)),
        finalize(() => {
          this.live -= 1;
        }),
      );
    });
  }
}

type Failure = Pick<Outcome, 'status' | 'error'>;

function withFailure<T extends RecordType>(outcome: Outcome<T>, failure: Failure | undefined): Outcome<T> {
  if (failure === undefined) return outcome;
  const { status } = failure;
  return {
    ...outcome,
    status,
    get error() {
      return failure.error;
    },
  };
}

/** A success without records. */
export function exampleOutcome<T extends RecordType>(name: string, type: T): Outcome<T> {
  return {
    name,
    type,
    status: 'NOERROR',
    records: [],
    ttl: 60,
    elapsed: 1,
    server: '192.0.2.1',
    attempts: [],
    error: undefined,
  };
}
