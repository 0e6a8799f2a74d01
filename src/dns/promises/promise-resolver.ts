import { firstValueFrom } from 'rxjs';
import { checkString } from '../argument-checks.js';
import { argumentValueError } from '../argument-errors.js';
import { kindsByType, type QueryKind, queryKinds, wantsTtl } from '../queries.js';
import { ResolverBase } from '../resolver-base.js';
import { reverse$, reverseArgumentError } from '../reverse.js';

/** The resolver of `rxdns/dns/promises`, not yet with the types of `node:dns/promises`. */
export class PromiseResolver extends ResolverBase {}

// Not async functions: like Node's, they throw for wrong arguments at once.
Object.assign(PromiseResolver.prototype, {
  ...Object.fromEntries(Object.entries(queryKinds).map(([name, kind]) => [name, queryMethod(kind)])),

  resolve(this: PromiseResolver, hostname: unknown, type?: unknown): Promise<unknown> {
    if (type === undefined) return query(this, queryKinds.resolve4, hostname, undefined);
    checkString('rrtype', type);
    const kind = kindsByType.get(type);
    if (kind === undefined) throw argumentValueError('rrtype', type);
    return query(this, kind, hostname, undefined);
  },

  reverse(this: PromiseResolver, address: unknown): Promise<unknown> {
    checkString('name', address);
    const mistake = reverseArgumentError(address);
    if (mistake !== undefined) return Promise.reject(mistake);
    return firstValueFrom(reverse$(ResolverBase.asked(this), address));
  },
});

function queryMethod(kind: QueryKind) {
  return function (this: PromiseResolver, name: unknown, options?: unknown): Promise<unknown> {
    return query(this, kind, name, options);
  };
}

function query(
  resolver: PromiseResolver,
  kind: QueryKind,
  name: unknown,
  options: unknown,
): Promise<unknown> {
  checkString('name', name);
  return firstValueFrom(kind.ask$(ResolverBase.asked(resolver), name, wantsTtl(options)));
}
