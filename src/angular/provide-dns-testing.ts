import { type EnvironmentProviders, inject, makeEnvironmentProviders } from '@angular/core';
import type { ResolverOptions } from '../options.js';
import { DnsTestingController } from '../testing/testing-controller.js';
import { dnsOptions, overridingOptions, resolverProvider } from './provide-dns.js';

/**
 * Provides a `DnsTestingController` and a resolver whose queries it collects, to a `TestBed`.
 *
 * ```ts
 * TestBed.configureTestingModule({ providers: [provideDns(withDoh({ url })), provideDnsTesting()] });
 * const dns = TestBed.inject(DnsTestingController);
 * ```
 *
 * Nothing is sent. Options of `provideDns`, before it or after, stay where the controller's own do not go before
 * them: its servers stay, and there is one attempt. `options` go before both. Without `provideDns` the server is
 * 192.0.2.1.
 */
export function provideDnsTesting(options: ResolverOptions = {}): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: DnsTestingController, useFactory: () => new DnsTestingController() },
    {
      provide: overridingOptions,
      useFactory: () => {
        const { servers } = inject(dnsOptions, { optional: true }) ?? {};
        return { ...inject(DnsTestingController).options, ...(servers && { servers }), ...options };
      },
    },
    resolverProvider,
  ]);
}
