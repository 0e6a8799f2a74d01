import type { WriteStream } from 'node:tty';
import { type Gauge, progressObject, progressText } from './progress.js';

/** What shows how far a run is, on standard error. */
export interface Display {
  /** Runs a write to the same terminal, the progress line out of its way. */
  around(write: () => void): void;
  /** Milliseconds for which rows should wait, so that the line is not redrawn for each of them. */
  delay(): number;
  /** Ends it and wipes the line. */
  stop(): void;
}

/** Shows nothing. */
export const noDisplay: Display = {
  around: (write) => write(),
  delay: () => 0,
  stop: () => undefined,
};

/** One line at the bottom of a terminal, redrawn at most five times a second, and not before a second is over. */
export function createLineDisplay(gauge: Gauge, stream: WriteStream): Display {
  const appears = performance.now() + patience;
  let shown = false;
  const wipe = (): void => {
    if (shown) stream.write('\r\u001b[K');
    shown = false;
  };
  const draw = (): void => {
    if (performance.now() < appears) return;
    // The last column stays free: a full line wraps on some terminals, and could not be wiped then.
    stream.write(`\r${progressText(gauge.read(), (stream.columns || 80) - 1)}\u001b[K`);
    shown = true;
  };
  const timer = setInterval(draw, redrawInterval);
  timer.unref();
  return {
    around(write) {
      const redraw = shown;
      wipe();
      write();
      if (redraw) draw();
    },
    delay: () => (shown ? redrawInterval : 0),
    stop() {
      clearInterval(timer);
      wipe();
    },
  };
}

/** A line of JSON every second, for programs. */
export function createJsonDisplay(gauge: Gauge, stream: NodeJS.WritableStream): Display {
  const timer = setInterval(() => {
    stream.write(`${JSON.stringify({ progress: progressObject(gauge.read()) })}\n`);
  }, reportInterval);
  timer.unref();
  return { ...noDisplay, stop: () => clearInterval(timer) };
}

/** Milliseconds. */
const redrawInterval = 200;
const reportInterval = 1000;
/** Milliseconds before the line appears: what is over sooner needs none. */
const patience = 1000;
