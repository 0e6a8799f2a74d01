import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { formatRdata, type Outcome } from 'rxdns';
import { explain } from './explain.js';

/** The records of an outcome with their TTLs, or what happened instead. */
@Component({
  selector: 'app-outcome',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (explanation(); as told) {
      @if (told.kind === 'answer') {
        <ul class="records">
          @for (record of records(); track $index) {
            <li>
              <code>{{ record.text }}</code>
              <span class="ttl">TTL {{ record.ttl }} s</span>
            </li>
          }
        </ul>
      } @else {
        <p class="failure" [class.grave]="isGrave()" [attr.data-kind]="told.kind">
          <strong>{{ told.title }}</strong>
          {{ told.advice }}
        </p>
      }
    }
  `,
})
export class OutcomeView {
  readonly outcome = input.required<Outcome>();

  protected readonly explanation = computed(() => explain(this.outcome()));
  /** That a name has nothing is an answer; all else is something amiss. */
  protected readonly isGrave = computed(() => !['no-such-name', 'no-data'].includes(this.explanation().kind));
  protected readonly records = computed(() =>
    this.outcome().records.map((record) => ({ text: formatRdata(record), ttl: record.ttl })),
  );
}
