import { ADDRCONFIG, ALL, V4MAPPED } from 'node:dns';
import { callbackLookup } from './callback-lookup.js';
import { CallbackResolver } from './callback-resolver.js';
import { errorConstants } from './constants.js';
import { moduleFunctions } from './module-functions.js';
import { promises } from './promises/promise-api.js';
import { defaultChannel } from './resolver-base.js';
import type {
  CallbackApi,
  CallbackFunctions,
  CallbackResolverClass,
  CallbackResolverType,
} from './surface-types.js';
import { systemHosts } from './system-hosts.js';

/** The class of resolvers with servers of their own. */
// The types are Node's own, which no implementation can be shown to have; test/dns compares what it does.
export const Resolver = CallbackResolver as unknown as CallbackResolverClass;

/** A resolver with servers of its own. */
export type Resolver = CallbackResolverType;

const functions = {
  ...callbackLookup(systemHosts),
  ...moduleFunctions(new CallbackResolver(undefined, defaultChannel)),
} as unknown as CallbackFunctions;

/** The functions of `node:dns`. */
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

/** All of it: what the default export is. */
export const dns: CallbackApi = {
  ...functions,
  Resolver,
  ADDRCONFIG,
  ALL,
  V4MAPPED,
  ...errorConstants,
  promises,
};
