import type * as nodeDns from 'node:dns';
import type * as nodePromises from 'node:dns/promises';

/** A TLSA record (RFC 6698), as `node:dns` of later versions of Node 22 gives it. */
export interface TlsaRecord {
  /** 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE. */
  certUsage: number;
  /** 0 for the whole certificate, 1 for its public key. */
  selector: number;
  /** 0 for the octets themselves, 1 for their SHA-256, 2 for their SHA-512. */
  match: number;
  data: ArrayBuffer;
}

/** Options of the resolvers of `rxdns/dns` and `rxdns/dns/promises`. */
export interface ResolverOptions extends nodeDns.ResolverOptions {
  /** Milliseconds that an attempt may take at most, 0 for no bound. @default 0 */
  maxTimeout?: number | undefined;
}

/** `resolveTlsa` with a callback. */
export interface CallbackResolveTlsa {
  (hostname: string, callback: (err: NodeJS.ErrnoException | null, records: TlsaRecord[]) => void): void;
  /** What `util.promisify` makes of it. */
  __promisify__(hostname: string): Promise<TlsaRecord[]>;
}

/** `resolveTlsa` with a Promise. */
export type PromiseResolveTlsa = (hostname: string) => Promise<TlsaRecord[]>;

/** A resolver with servers of its own, with callbacks. */
export interface CallbackResolverType extends nodeDns.Resolver {
  resolveTlsa: CallbackResolveTlsa;
}

/** A resolver with servers of its own, with Promises. */
export interface PromiseResolverType extends nodePromises.Resolver {
  resolveTlsa: PromiseResolveTlsa;
}

/** The class of {@link CallbackResolverType}. */
export interface CallbackResolverClass {
  new (options?: ResolverOptions): CallbackResolverType;
  readonly prototype: CallbackResolverType;
}

/** The class of {@link PromiseResolverType}. */
export interface PromiseResolverClass {
  new (options?: ResolverOptions): PromiseResolverType;
  readonly prototype: PromiseResolverType;
}

/** The functions that ask name servers. */
export type QueryFunctionName =
  | 'resolve'
  | 'resolve4'
  | 'resolve6'
  | 'resolveAny'
  | 'resolveCaa'
  | 'resolveCname'
  | 'resolveMx'
  | 'resolveNaptr'
  | 'resolveNs'
  | 'resolvePtr'
  | 'resolveSoa'
  | 'resolveSrv'
  | 'resolveTxt'
  | 'reverse';

/** The other functions. */
export type OtherFunctionName =
  | 'lookup'
  | 'lookupService'
  | 'getServers'
  | 'setServers'
  | 'getDefaultResultOrder'
  | 'setDefaultResultOrder';

/** The functions of `rxdns/dns`, with the types of `node:dns`. */
export interface CallbackFunctions extends Pick<typeof nodeDns, QueryFunctionName | OtherFunctionName> {
  resolveTlsa: CallbackResolveTlsa;
}

/** The functions of `rxdns/dns/promises`, with the types of `node:dns/promises`. */
export interface PromiseFunctions extends Pick<typeof nodePromises, QueryFunctionName | OtherFunctionName> {
  resolveTlsa: PromiseResolveTlsa;
}

/** The constants of a module: its names in capitals. */
export type Constants<Module> = Pick<Module, Extract<keyof Module, Uppercase<string>>>;

/** All of `rxdns/dns/promises`: what its default export is. */
export interface PromiseApi extends PromiseFunctions, Constants<typeof nodePromises> {
  Resolver: PromiseResolverClass;
}

/** All of `rxdns/dns`: what its default export is. */
export interface CallbackApi extends CallbackFunctions, Constants<typeof nodeDns> {
  Resolver: CallbackResolverClass;
  promises: PromiseApi;
}
