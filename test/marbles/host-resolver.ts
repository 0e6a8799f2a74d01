import type { HostEntry } from '../../src/observables/host-sources.js';
import type { ResolverOptions } from '../../src/options.js';
import type { Resolver } from '../../src/resolver.js';
import type { FakeNetwork } from '../../src/testing/fake-network.js';
import { TemporaryFolder } from '../hosts/temporary-folder.js';
import { scriptedResolver } from './scripted-resolver.js';

/** Options, and the content of files. */
export interface HostResolverOptions extends ResolverOptions {
  readonly hosts?: string;
  readonly services?: string;
}

/** A resolver on a fake network, with one attempt for each query of 100 ms, and files of its own. */
export function hostResolver(
  network: FakeNetwork,
  { hosts, services, ...options }: HostResolverOptions = {},
): Resolver {
  const plain: ResolverOptions = { edns: false, tries: 1, timeout: 100 };
  if (hosts === undefined && services === undefined)
    return scriptedResolver(network, { ...plain, ...options });
  const folder = new TemporaryFolder();
  const paths = {
    ...(hosts !== undefined && { hostsPath: folder.write('hosts', hosts) }),
    ...(services !== undefined && { servicesPath: folder.write('services', services) }),
  };
  return scriptedResolver(network, { ...plain, ...paths, ...options });
}

/** A host in words: `name (aliases) addresses`. */
export function describeHost({ name, aliases, addresses }: HostEntry): string {
  return `${name} (${aliases.join()}) ${addresses.join()}`;
}
