import type { Observable } from 'rxjs';
import type { ResolverOptions } from '../../src/options.js';
import { Resolver } from '../../src/resolver.js';
import { DnsTestingController } from '../../src/testing/testing-controller.js';

/** A resolver whose queries a testing controller collects. */
export function collecting(options: ResolverOptions = {}): {
  readonly dns: DnsTestingController;
  readonly resolver: Resolver;
} {
  const dns = new DnsTestingController();
  return { dns, resolver: new Resolver({ ...dns.options, ...options }) };
}

/** Subscribes; what it emits arrives in the array, its error, too, and its completion as `'complete'`. */
export function watch(source$: Observable<unknown>): readonly unknown[] {
  const seen: unknown[] = [];
  source$.subscribe({
    next: (value) => seen.push(value),
    error: (error: unknown) => seen.push(error),
    complete: () => seen.push('complete'),
  });
  return seen;
}
