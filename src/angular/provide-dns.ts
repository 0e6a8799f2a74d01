import {
  DestroyRef,
  type EnvironmentProviders,
  InjectionToken,
  inject,
  makeEnvironmentProviders,
  type Provider,
} from '@angular/core';
import type { ResolverOptions } from '../options.js';
import { Resolver } from '../resolver.js';
import { type DnsFeature, mergeFeatures } from './features.js';

/**
 * Provides a `Resolver` to an application, a route or a test: for `bootstrapApplication`, for the `providers` of a
 * route, for `TestBed`.
 *
 * ```ts
 * bootstrapApplication(App, { providers: [provideDns(withDoh({ url: 'https://dns.example/dns-query' }))] });
 * ```
 *
 * The resolver is made when it is first injected, and closed with its injector: what is pending then errors with
 * `ECANCELLED`. Whoever injects it first gets what the constructor of `Resolver` throws for options that are wrong.
 */
export function provideDns(...features: readonly DnsFeature[]): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: dnsOptions, useValue: mergeFeatures(features) },
    resolverProvider,
  ]);
}

/**
 * The `Resolver` that {@link provideDns} provides: for field initializers, constructors and factories.
 *
 * ```ts
 * readonly #dns = injectDns();
 * readonly addresses = toSignal(this.#dns.query$('example.org', 'A'), { initialValue: [] });
 * ```
 *
 * Throws an Error where none is provided, and Angular's NG0203 outside an injection context.
 */
export function injectDns(): Resolver {
  const resolver = inject(resolverToken, { optional: true });
  if (resolver === null)
    throw new Error(
      'no resolver is provided: add provideDns(withDoh({ url })), or in tests provideDnsTesting()',
    );
  return resolver;
}

const resolverToken = new InjectionToken<Resolver>('the resolver of rxdns');
/** What {@link provideDns} says. */
export const dnsOptions = new InjectionToken<ResolverOptions>('options of rxdns');
/** Go before those of {@link provideDns}: for tests. */
export const overridingOptions = new InjectionToken<ResolverOptions>('overriding options of rxdns');

/** Makes the resolver from whatever options are provided. */
export const resolverProvider: Provider = {
  provide: resolverToken,
  useFactory: () => {
    const options = inject(dnsOptions, { optional: true });
    const resolver = new Resolver({ ...options, ...inject(overridingOptions, { optional: true }) });
    // Closing acts at once, also when nobody waits for its end.
    inject(DestroyRef).onDestroy(() => resolver.close$());
    return resolver;
  },
};
