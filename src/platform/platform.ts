import type { Observable } from 'rxjs';
import type { HostsTable } from '../hosts/hosts-file.js';
import type { ServicesTable } from '../hosts/services.js';
import type { SystemFilesOptions } from '../hosts/system.js';
import type { SystemResolution } from '../hosts/system-resolution.js';
import type { AsyncContext } from '../observables/async-context.js';
import type { AfterArrivals } from '../socket/arrivals.js';
import type { SocketServices } from '../socket/by-transport.js';
import type { Connect, Endpoint } from '../socket/connect.js';

/** What rxdns takes from where it runs: Node, or a browser. `#platform` in package.json says which. */
export interface Platform {
  /** The way to servers. */
  connect(services: SocketServices): Connect;
  /** What asks `https://` servers unless the options say; absent where that is a connection of rxdns's own. */
  readonly fetch: typeof globalThis.fetch | undefined;
  /** Throws {@link DnsError} `ENOSERVER` where none of the servers can be asked from here; absent where all can. */
  readonly checkServers: ((servers: readonly Endpoint[]) => void) | undefined;
  /** Absent where nothing tells when arrivals have been handed out. */
  readonly afterArrivals: AfterArrivals | undefined;
  /** The files of this machine; undefined where it shows none. */
  openFiles(options: MachineFilesOptions): MachineFiles | undefined;
  /** The families for which this machine has an address that is not loopback. */
  configuredFamilies(): readonly (4 | 6)[];
  /** The hints that `lookup` takes. */
  readonly hints: { readonly ADDRCONFIG: number; readonly V4MAPPED: number; readonly ALL: number };
  /** The context of whoever calls. */
  asyncContext(): AsyncContext;
}

/** Which files, and how to read them. */
export interface MachineFilesOptions extends SystemFilesOptions {
  /** Files count only where their paths are given, and the environment not at all. */
  readonly apart: boolean;
}

/** What the files of this machine say; see `SystemFiles`. */
export interface MachineFiles {
  readonly resolution$: Observable<SystemResolution>;
  readonly resolution: SystemResolution;
  readonly hosts: HostsTable;
  readonly services: ServicesTable;
  readonly aliases: ReadonlyMap<string, string>;
}
