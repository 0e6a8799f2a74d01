import { checkCallback, checkString } from './argument-checks.js';
import { argumentTypeError, argumentValueError } from './argument-errors.js';
import { deliver } from './deliver.js';
import { kindsByType, type QueryKind, queryKinds, wantsTtl } from './queries.js';
import { ResolverBase } from './resolver-base.js';
import { reverse$, reverseArgumentError } from './reverse.js';

/** The resolver of `rxdns/dns`, not yet with the types of `node:dns`. */
export class CallbackResolver extends ResolverBase {}

/** What a method gives back: Node gives an object that stands for the query, and is good for nothing. */
type Request = object;

// On the prototype, where test suites put their doubles.
Object.assign(CallbackResolver.prototype, {
  ...Object.fromEntries(Object.entries(queryKinds).map(([name, kind]) => [name, queryMethod(kind)])),

  resolve(this: CallbackResolver, hostname: unknown, type: unknown, callback: unknown): Request {
    if (typeof type === 'function') return query(this, queryKinds.resolve4, [hostname, type]);
    if (typeof type !== 'string') throw argumentTypeError('rrtype', 'of type string', type);
    const kind = kindsByType.get(type);
    if (kind === undefined) throw argumentValueError('rrtype', type);
    return query(this, kind, [hostname, callback]);
  },

  reverse(this: CallbackResolver, ...parameters: readonly unknown[]): Request {
    const { name, callback } = readParameters(parameters);
    const mistake = reverseArgumentError(name);
    if (mistake !== undefined) throw mistake;
    return deliver(reverse$(ResolverBase.asked(this), name), callback);
  },
});

function queryMethod(kind: QueryKind) {
  return function (this: CallbackResolver, ...parameters: readonly unknown[]): Request {
    return query(this, kind, parameters);
  };
}

function query(resolver: CallbackResolver, kind: QueryKind, parameters: readonly unknown[]): Request {
  const { name, callback, withTtl } = readParameters(parameters);
  return deliver(kind.ask$(ResolverBase.asked(resolver), name, withTtl), callback);
}

/** A name, options if there are three of them, and a callback. */
function readParameters(parameters: readonly unknown[]) {
  const [name, second, third] = parameters;
  const [options, callback] = parameters.length > 2 ? [second, third] : [undefined, second];
  checkString('name', name);
  checkCallback(callback);
  return { name, callback, withTtl: wantsTtl(options) };
}
