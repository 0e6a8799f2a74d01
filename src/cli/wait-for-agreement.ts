import type { Agreement } from '../index.js';
import { startSlowServers } from './demo-changes.js';
import { runQuestion } from './run-question.js';
import type { Wait } from './watch-arguments.js';
import { agreementJson, agreementText } from './watch-formats.js';

/**
 * Waits until servers agree, with progress on standard error; resolves to the exit code.
 *
 * Rejects with {@link CommandError}: exit code 4 where they do not in time, 64 for a value that cannot be.
 */
export function waitForAgreement(wait: Wait): Promise<number> {
  const { values, quorum, every, deadline, tries, progress } = wait;
  const started = performance.now();
  return runQuestion<Agreement>(wait, {
    startDemo: (asked) => startSlowServers(asked, values),
    follow: (resolver, { name, type }) =>
      resolver.agree$(name, type, values, { quorum, every, deadline, tries }),
    show(agreement) {
      const seconds = (performance.now() - started) / 1000;
      if (progress === 'none') return;
      const text = progress === 'json' ? agreementJson : agreementText;
      process.stderr.write(text(agreement, seconds));
    },
  });
}
