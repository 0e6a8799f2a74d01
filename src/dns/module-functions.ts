import { queryKinds } from './queries.js';
import type { ResolverBase } from './resolver-base.js';
import { getDefaultResultOrder, setDefaultResultOrder } from './result-order.js';

/** The methods of the default resolver as functions, and what either entry has besides. */
export function moduleFunctions(resolver: ResolverBase): Readonly<Record<string, unknown>> {
  const methods = ['getServers', 'setServers', 'resolve', 'reverse', ...Object.keys(queryKinds)];
  return {
    getDefaultResultOrder,
    setDefaultResultOrder,
    ...Object.fromEntries(methods.map((name) => [name, bindMethod(resolver, name)])),
  };
}

function bindMethod(resolver: ResolverBase, name: string): unknown {
  const method: unknown = Reflect.get(resolver, name);
  return typeof method === 'function' ? method.bind(resolver) : undefined;
}
