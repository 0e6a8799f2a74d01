import { describe, expect, test } from 'vitest';
import { findProgram } from './spawn-server.js';

/**
 * A suite that needs programs of this machine; `programs` maps each to the Debian package that has it.
 *
 * Where one is missing the suite does not vanish: a test whose name says so takes its place and prints how
 * to install it. Under CI, where `.ci/run` installs everything, that test fails.
 */
export function describeWhenInstalled(
  title: string,
  programs: Readonly<Record<string, string>>,
  suite: () => void,
): void {
  const missing = Object.entries(programs).filter(([program]) => findProgram(program) === undefined);
  describeUnlessMissing(title, Object.fromEntries(missing), suite);
}

/** The same for what is no program: `missing` maps what was looked for in vain to its Debian package. */
export function describeUnlessMissing(
  title: string,
  missing: Readonly<Record<string, string>>,
  suite: () => void,
): void {
  const things = Object.keys(missing);
  if (things.length === 0) {
    describe(title, suite);
    return;
  }
  const packages = [...new Set(Object.values(missing))];
  const notice = `NOT RUN: ${title}: ${things.join(', ')} missing, apt-get install ${packages.join(' ')}`;
  test(notice, () => {
    console.error(notice);
    expect(process.env['CI'] ?? '', notice).toBe('');
  });
}
