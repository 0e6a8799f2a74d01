import type { SchedulerLike } from 'rxjs';
import type { LookupCallback } from '../../src/lookup.js';

/** Notes each call: `time address family`, `time [address family, ...]`, or the code of the error. */
export function noteCalls(scheduler: SchedulerLike): {
  readonly calls: string[];
  readonly callback: LookupCallback;
} {
  const calls: string[] = [];
  const callback: LookupCallback = (error, found, family) => {
    const note = (what: string) => calls.push(`${scheduler.now()} ${what}`);
    if (error !== null) note(String(error.code));
    else if (typeof found === 'string') note(`${found} ${family}`);
    else note(`[${found.map((each) => `${each.address} ${each.family}`).join(', ')}]`);
  };
  return { calls, callback };
}
