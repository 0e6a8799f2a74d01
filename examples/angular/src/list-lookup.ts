import { ChangeDetectionStrategy, Component, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { injectDns } from 'rxdns/angular';
import { Subscription } from 'rxjs';
import { lookUpList, type Progress, readNames } from './look-up-list.js';
import { OutcomeView } from './outcome-view.js';

/** A list of names, looked up a few at a time. */
@Component({
  selector: 'app-list-lookup',
  imports: [OutcomeView],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form (submit)="start(names.value, limit.valueAsNumber); $event.preventDefault()">
      <label for="names">Names, one a line</label>
      <textarea #names id="names" rows="6" spellcheck="false" autocapitalize="none"></textarea>
      <div class="row">
        <label for="limit">At a time</label>
        <input #limit id="limit" type="number" min="1" max="64" step="1" value="4" required />
        <button type="submit">Look up</button>
        <button type="button" class="quiet" [disabled]="progress()?.state !== 'running'" (click)="cancel()">
          Cancel
        </button>
      </div>
    </form>
    @if (progress(); as shown) {
      <progress [max]="shown.total || 1" [value]="shown.total ? shown.outcomes.length : 1" aria-label="Names done"></progress>
      <p class="status" role="status">
        {{ shown.outcomes.length }} of {{ shown.total }} names{{ endings[shown.state] }}
      </p>
      <ol class="list">
        @for (outcome of shown.outcomes; track $index) {
          <li>
            <h2>{{ outcome.name }}</h2>
            <app-outcome [outcome]="outcome" />
          </li>
        }
      </ol>
    }
  `,
})
export class ListLookup {
  readonly #dns = injectDns();
  readonly #destroyRef = inject(DestroyRef);
  #run = Subscription.EMPTY;

  protected readonly progress = signal<Progress | undefined>(undefined);
  protected readonly endings: Readonly<Record<Progress['state'], string>> = {
    running: ' …',
    finished: ': done.',
    cancelled: ': cancelled.',
  };

  /** Looks the names of a text up, in place of those that are under way. */
  start(text: string, limit: number): void {
    this.#run.unsubscribe();
    this.#run = lookUpList(this.#dns, readNames(text), limit)
      .pipe(takeUntilDestroyed(this.#destroyRef))
      .subscribe((progress) => this.progress.set(progress));
  }

  /** Stops; what came stays. */
  cancel(): void {
    this.#run.unsubscribe();
    this.progress.update((progress) => progress && { ...progress, state: 'cancelled' });
  }
}
