import type { Answer } from 'dns-packet';
import type { ResolverOptions } from '../../src/options.js';
import type { RecordType } from '../../src/records/record-map.js';
import type { Script } from './script.js';

/** One lookup against a scripted server, and what has to come of it. */
export interface Scenario {
  readonly what: string;
  readonly script: Script;
  /** @default 'A' */
  readonly type?: RecordType;
  readonly options?: ResolverOptions;
  /** The records in short, or the code of the error. */
  readonly result: readonly string[] | string;
  /** Queries for the name, by transport, in order. @default one over UDP */
  readonly asked?: readonly ('udp' | 'tcp')[];
  /** The outcomes in the trail; not compared where it is absent. */
  readonly trail?: readonly string[];
}

/** A CNAME record for a good reply. */
export function alias(name: string, target: string, ttl = 60): Answer {
  return { type: 'CNAME', class: 'IN', name, ttl, data: target };
}

/** An A record for a good reply. */
export function address(name: string, data: string, ttl = 60): Answer {
  return { type: 'A', class: 'IN', name, ttl, data };
}
