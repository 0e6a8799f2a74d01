import type { ResolverOptions } from '../../src/options.js';
import type { Resolver } from '../../src/resolver.js';
import type { FakeNetwork } from '../../src/testing/fake-network.js';
import type { MarbleContext } from '../../src/testing/marbles.js';
import { TemporaryFolder } from '../hosts/temporary-folder.js';
import { hostNetwork } from './host-network.js';
import { hostResolver } from './host-resolver.js';

/** A resolver that follows a resolv.conf of its own. */
export class FollowedResolver {
  readonly network: FakeNetwork = hostNetwork({ 'a.example A': '192.0.2.7', 'b.example A': '192.0.2.8' });
  readonly folder = new TemporaryFolder();
  readonly events: string[] = [];
  readonly resolver: Resolver;
  readonly #m: MarbleContext;

  constructor(m: MarbleContext, resolvConf: string, options: ResolverOptions = {}) {
    this.#m = m;
    const resolvConfPath = this.folder.write('resolv.conf', resolvConf);
    this.resolver = hostResolver(this.network, { servers: undefined, resolvConfPath, ...options });
    this.resolver.events$.subscribe((event) => {
      if (event.type !== 'configuration' && event.type !== 'configuration-warning') return;
      const source = event.path?.replace(/^.*\//, '') ?? 'a property';
      this.events.push(`${m.scheduler.now()} ${event.type} ${source}`);
    });
  }

  at(time: number, act: () => void): this {
    this.#m.scheduler.schedule(act, time);
    return this;
  }

  write(time: number, name: string, text: string): this {
    return this.at(time, () => this.folder.replace(name, text));
  }

  query(time: number, name: string): this {
    return this.at(time, () => this.resolver.query$(name, 'A').subscribe({ error: () => undefined }));
  }

  /** When each query was sent, and to which server (its last digit). */
  get asked(): readonly string[] {
    return this.network.sent.map(({ time, endpoint }) => `${time} ${endpoint.address.at(-1)}`);
  }
}
