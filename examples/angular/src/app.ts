import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { fromEvent, map } from 'rxjs';
import { DnsServer } from './dns-server.js';
import { ListLookup } from './list-lookup.js';
import { NameLookup } from './name-lookup.js';

/** The page: the server, and one of two views, which the hash of the address chooses. */
@Component({
  selector: 'app-root',
  imports: [NameLookup, ListLookup],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <header>
      <h1>Look up names</h1>
      <nav aria-label="Views">
        <a href="#name" [attr.aria-current]="isList() ? null : 'page'">One name</a>
        <a href="#list" [attr.aria-current]="isList() ? 'page' : null">A list</a>
      </nav>
    </header>
    <main>
      @if (isList()) {
        <app-list-lookup />
      } @else {
        <app-name-lookup />
      }
    </main>
    <footer>
      <form (submit)="server.use(url.value); $event.preventDefault()">
        <label for="server">Server (DNS over HTTPS)</label>
        <div class="row">
          <input
            #url
            id="server"
            type="text"
            inputmode="url"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            aria-describedby="problem"
            [attr.aria-invalid]="server.problem() !== ''"
            [value]="server.url()"
          />
          <button type="submit" class="quiet">Use</button>
        </div>
        <p id="problem" class="problem" role="alert">{{ server.problem() }}</p>
      </form>
    </footer>
  `,
})
export class App {
  protected readonly server = inject(DnsServer);

  readonly #hash = toSignal(fromEvent(window, 'hashchange').pipe(map(() => location.hash)), {
    initialValue: location.hash,
  });
  protected readonly isList = computed(() => this.#hash() === '#list');
}
