/** Where a subscriber's callbacks run: `AsyncResource` of node:async_hooks is one. */
export interface AsyncContext {
  /** With `self` and arguments apart, so that no delivery needs a function of its own. */
  runInAsyncScope<Self, Args extends unknown[]>(
    callback: (this: Self, ...args: Args) => void,
    self: Self,
    ...args: Args
  ): void;
}

/** The context of whoever calls. */
export const callersContext: AsyncContext = {
  runInAsyncScope: (callback, self, ...args) => callback.apply(self, args),
};
