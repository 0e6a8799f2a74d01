import nodeDns from 'node:dns';
import ourDns from '../../src/dns/index.js';

/** The two modules, for suites that expect the same of either. */
export const modules = [
  ['node:dns', nodeDns],
  ['rxdns/dns', ourDns],
] as const;

/** What either module is to the tests: they call it with whatever arguments, wrong ones too. */
export type Dns = (typeof modules)[number][1];

/** Calls a function by name, with arguments that its types may forbid. */
export function call(target: object, method: string, ...parameters: readonly unknown[]): unknown {
  const found: unknown = Reflect.get(target, method);
  if (typeof found !== 'function') throw new Error(`there is no ${method}`);
  return Reflect.apply(found, target, parameters);
}

/** What a call with a callback comes to: the arguments of the callback, or the error that was thrown. */
export function heard(target: object, method: string, ...parameters: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve) => {
    const callback = (error: unknown, ...results: readonly unknown[]) =>
      resolve(error === null ? { results } : { error: describeError(error) });
    try {
      call(target, method, ...parameters, callback);
    } catch (error) {
      resolve({ thrown: describeError(error) });
    }
  });
}

/** What a call that gives a Promise comes to. */
export async function settled(
  target: object,
  method: string,
  ...parameters: readonly unknown[]
): Promise<unknown> {
  let promise: unknown;
  try {
    promise = call(target, method, ...parameters);
  } catch (error) {
    return { thrown: describeError(error) };
  }
  try {
    return { result: await promise };
  } catch (error) {
    return { error: describeError(error) };
  }
}

/** What a call throws. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run();
    return 'nothing';
  } catch (error) {
    return describeError(error);
  }
}

/** What a program can tell an error by; where it was made is its own business. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { notAnError: error };
  const { name, message } = error;
  const kind = [TypeError, RangeError, Error].find((one) => error instanceof one)?.name;
  return { kind, name, message, text: String(error), own: Object.entries(error) };
}
