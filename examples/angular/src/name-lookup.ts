import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { injectDns } from 'rxdns/angular';
import { map } from 'rxjs';
import { DnsServer } from './dns-server.js';
import { type AskedType, lookUpAsTyped } from './look-up-as-typed.js';
import { OutcomeView } from './outcome-view.js';

/** A name, and its lookups as it is typed. */
@Component({
  selector: 'app-name-lookup',
  imports: [OutcomeView],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label for="name">Name</label>
    <input
      #box
      id="name"
      type="text"
      inputmode="url"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      placeholder="www.example.org"
      [value]="typed()"
      (input)="typed.set(box.value)"
    />
    <p class="status" role="status">{{ status() }}</p>
    <div class="cards">
      @for (answer of lookups().answers; track answer.type) {
        <section class="card" [attr.aria-busy]="answer.outcome === undefined" [attr.data-type]="answer.type">
          <h2>
            {{ answer.type }} <small>{{ meanings[answer.type] }}</small>
          </h2>
          @if (answer.outcome; as outcome) {
            <app-outcome [outcome]="outcome" />
          } @else {
            <p class="asking">asking …</p>
          }
        </section>
      }
    </div>
  `,
})
export class NameLookup {
  readonly #dns = injectDns();
  readonly #server = inject(DnsServer);

  protected readonly typed = signal('');
  protected readonly meanings: Readonly<Record<AskedType, string>> = {
    A: 'IPv4 addresses',
    AAAA: 'IPv6 addresses',
    MX: 'mail servers',
    TXT: 'texts',
  };

  /** Another server makes what the last one said stale, as another name does. */
  readonly #asked = computed(() => ({ name: this.typed(), server: this.#server.url() }));
  protected readonly lookups = toSignal(
    lookUpAsTyped(this.#dns, toObservable(this.#asked).pipe(map(({ name }) => name))),
    { initialValue: { name: '', answers: [] } },
  );
  protected readonly status = computed(() => {
    const { name, answers } = this.lookups();
    const there = answers.filter(({ outcome }) => outcome !== undefined).length;
    if (answers.length === 0) return 'Type a name: it is looked up as soon as you pause.';
    return there < answers.length ? `Looking up ${name} …` : `All answers for ${name} are there.`;
  });
}
