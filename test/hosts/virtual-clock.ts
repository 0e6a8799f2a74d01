import { VirtualTimeScheduler } from 'rxjs';
import { SystemFiles, type SystemFilesOptions } from '../../src/hosts/system.js';
import type { SystemNotice } from '../../src/hosts/system-file.js';

/** Files of a test: real ones, looked at in virtual time. */
export class FilesUnderTest {
  readonly notices: SystemNotice[] = [];
  readonly files: SystemFiles;
  readonly #clock = new VirtualTimeScheduler();

  constructor(options: Partial<SystemFilesOptions>) {
    this.files = new SystemFiles({
      environment: {},
      follow: true,
      hostName: () => 'machine',
      report: (notice) => this.notices.push(notice),
      scheduler: this.#clock,
      ...options,
    });
  }

  /** Sets the clock forward, or back. */
  pass(milliseconds: number): void {
    this.#clock.frame += milliseconds;
  }

  /** The notices as `type path`, since the last call. */
  takeNotices(): readonly string[] {
    return this.notices.splice(0).map(({ type, path }) => `${type} ${path}`);
  }
}
