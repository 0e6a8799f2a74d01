import { Injectable, type Signal, signal } from '@angular/core';
import { isDnsError } from 'rxdns';
import { injectDns } from 'rxdns/angular';

/** The server that is asked, which a person can change. */
@Injectable({ providedIn: 'root' })
export class DnsServer {
  readonly #dns = injectDns();
  readonly #url = signal(this.#dns.servers[0] ?? '');
  readonly #problem = signal('');

  readonly url: Signal<string> = this.#url.asReadonly();
  /** Why the last text was not taken; empty where it was. */
  readonly problem: Signal<string> = this.#problem.asReadonly();

  /** Asks another server from now on; a text that is none is told in `problem`, and changes nothing. */
  use(text: string): void {
    const url = text.trim();
    try {
      if (!url.startsWith('https://')) throw new TypeError('A browser can ask servers at https:// only.');
      this.#dns.servers = [url];
    } catch (error) {
      if (!(isDnsError(error) || error instanceof TypeError)) throw error;
      this.#problem.set(error.message);
      return;
    }
    this.#problem.set('');
    this.#url.set(url);
  }
}
