import { map } from 'rxjs';
import type { RecordSetChange } from '../index.js';
import { isPlain } from './appearance.js';
import { startChangingServer } from './demo-changes.js';
import { createPaint } from './formats.js';
import { type Asked, runQuestion } from './run-question.js';
import type { Watch } from './watch-arguments.js';
import { changeJson, changeText } from './watch-formats.js';

/**
 * Prints a record set and each change of it, until a signal comes; resolves to the exit code.
 *
 * Rejects with {@link CommandError} where it cannot begin, or standard output fails.
 */
export function watchRecordSet(watch: Watch): Promise<number> {
  const { demo, format, minInterval = demo ? demoInterval : undefined, maxInterval } = watch;
  const asJson = format === 'json' || (format === 'auto' && process.stdout.isTTY !== true);
  const paint = createPaint(isPlain(process.stdout));
  return runQuestion<Shown>(watch, {
    startDemo: startChangingServer,
    follow: (resolver, asked) =>
      resolver
        .watch$(asked.name, asked.type, { minInterval, maxInterval })
        .pipe(map((change) => ({ change, asked }))),
    show({ change, asked }, print) {
      const now = new Date();
      print(asJson ? changeJson(asked, change, now) : changeText(asked, change, now, paint));
    },
  });
}

/** Milliseconds: a demonstration has no time to wait. */
const demoInterval = 1000;

interface Shown {
  readonly change: RecordSetChange;
  readonly asked: Asked;
}
