import { mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is gone when the test is over. */
export class TemporaryFolder {
  readonly #path = mkdtempSync(join(tmpdir(), 'rxdns-hosts-'));

  constructor() {
    onTestFinished(() => rmSync(this.#path, { recursive: true, force: true }));
  }

  path(name: string): string {
    return join(this.#path, name);
  }

  /** Writes into the file itself. */
  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  /** Writes another file and gives it the name, as editors and DHCP clients do. */
  replace(name: string, content: string): void {
    renameSync(this.write(`${name}.new`, content), this.path(name));
  }

  /** Points a symbolic link somewhere, at once. */
  link(name: string, target: string): string {
    symlinkSync(target, this.path(`${name}.new`));
    renameSync(this.path(`${name}.new`), this.path(name));
    return this.path(name);
  }

  remove(name: string): void {
    rmSync(this.path(name), { recursive: true });
  }

  /** Sets the time of the last change back, as archives and copies do. */
  backdate(name: string): void {
    utimesSync(this.path(name), 1_000_000_000, 1_000_000_000);
  }
}
