import { type ObservableNotification, type SchedulerLike, Subscription } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';

/** What happens at one point of a script. */
export interface Step {
  /** Milliseconds from the start of the script. */
  readonly at: number;
  /** A `next` has the letter of the diagram as its value. */
  readonly notification: ObservableNotification<string>;
}

/**
 * Reads a marble diagram as a script: letters, `#` and `|`, each at its millisecond.
 *
 * A character is one millisecond, wherever it is read, as inside `TestScheduler.run`. Throws an Error where
 * it is no diagram of a cold Observable, or has a letter that is not among `letters`.
 */
export function parseScript(marbles: string, letters: readonly string[]): readonly Step[] {
  if (marbles.includes('^')) throw new Error(`the script '${marbles}' has '^', but starts by itself`);
  const steps = inMilliseconds(() => TestScheduler.parseMarbles(marbles, undefined, undefined, false, true));
  return steps.map(({ frame, notification }) => {
    if (notification.kind !== 'N') return { at: frame, notification };
    const value = String(notification.value);
    if (!letters.includes(value))
      throw new Error(`the script '${marbles}' has '${value}', but no reply has that letter`);
    return { at: frame, notification: { kind: 'N', value } };
  });
}

/** Plays a script from now on; unsubscribe to stop it. Nothing happens before this returns. */
export function play(
  script: readonly Step[],
  scheduler: SchedulerLike,
  perform: (notification: ObservableNotification<string>) => void,
): Subscription {
  const playing = new Subscription();
  for (const { at, notification } of script) playing.add(scheduler.schedule(() => perform(notification), at));
  return playing;
}

/** Outside `TestScheduler.run` the factor is 10, and would apply to characters but not to `20ms`. */
function inMilliseconds<T>(parse: () => T): T {
  const factor = TestScheduler.frameTimeFactor;
  TestScheduler.frameTimeFactor = 1;
  try {
    return parse();
  } finally {
    TestScheduler.frameTimeFactor = factor;
  }
}
