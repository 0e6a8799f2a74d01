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
  const missing = Object.keys(programs).filter((program) => findProgram(program) === undefined);
  if (missing.length === 0) {
    describe(title, suite);
    return;
  }
  const packages = [...new Set(missing.map((program) => programs[program]))];
  const notice = `NOT RUN: ${title}: ${missing.join(', ')} missing, apt-get install ${packages.join(' ')}`;
  test(notice, () => {
    console.error(notice);
    expect(process.env['CI'] ?? '', notice).toBe('');
  });
}
