import { errorConstants } from '../constants.js';
import { moduleFunctions } from '../module-functions.js';
import { defaultChannel } from '../resolver-base.js';
import type {
  PromiseApi,
  PromiseFunctions,
  PromiseResolverClass,
  PromiseResolverType,
} from '../surface-types.js';
import { systemHosts } from '../system-hosts.js';
import { promiseLookup } from './promise-lookup.js';
import { PromiseResolver } from './promise-resolver.js';

/** The class of resolvers with servers of their own. */
// The types are Node's own, which no implementation can be shown to have; test/dns compares what it does.
export const Resolver = PromiseResolver as unknown as PromiseResolverClass;

/** A resolver with servers of its own. */
export type Resolver = PromiseResolverType;

const { lookup: findAddresses, lookupService: findName } = promiseLookup(systemHosts);
const functions = {
  lookup: findAddresses,
  lookupService: findName,
  ...moduleFunctions(new PromiseResolver(undefined, defaultChannel)),
} as unknown as PromiseFunctions;

/** The functions of `node:dns/promises`. */
export const {
  lookup,
  lookupService,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers,
  getServers,
  resolve,
  resolve4,
  resolve6,
  resolveAny,
  resolveCaa,
  resolveCname,
  resolveMx,
  resolveNaptr,
  resolveNs,
  resolvePtr,
  resolveSoa,
  resolveSrv,
  resolveTlsa,
  resolveTxt,
  reverse,
} = functions;

/** All of it: what the default export is, and what `dns.promises` is. */
export const promises: PromiseApi = { ...functions, Resolver, ...errorConstants };
