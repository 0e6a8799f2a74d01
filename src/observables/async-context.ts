/** Where a subscriber's callbacks run: `AsyncResource` of node:async_hooks is one. */
export interface AsyncContext {
  runInAsyncScope(callback: () => void): void;
}
