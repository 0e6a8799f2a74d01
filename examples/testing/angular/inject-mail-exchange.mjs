// #region inject
import { rxResource } from '@angular/core/rxjs-interop';
import { injectDns } from 'rxdns/angular';
import { mailExchange } from '../mail-exchange.mjs';

/**
 * The host that takes the mail of a domain; asked anew when the domain changes, what is stale is cancelled.
 * @param {import('@angular/core').Signal<string>} domain
 */
export function injectMailExchange(domain) {
  const dns = injectDns();
  return rxResource({ params: () => domain(), stream: ({ params }) => mailExchange(dns, params) });
}
// #endregion
