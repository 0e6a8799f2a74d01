import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TemporaryFolder } from './temporary-folder.js';
import { FilesUnderTest } from './virtual-clock.js';

/** A hosts file under test: what a look a second later finds. */
function start(options: { readonly follow?: boolean } = {}) {
  const folder = new TemporaryFolder();
  folder.write('hosts', 'x 1\n192.0.2.1 first\n');
  const test = new FilesUnderTest({ paths: { hosts: folder.path('hosts') }, ...options });
  const name = () => test.files.hosts.findByAddress('192.0.2.1')?.name;
  const nextName = () => {
    test.pass(1000);
    return name();
  };
  return { folder, test, name, nextName };
}

/** Counts what is read, by path. */
function countReading(): string[] {
  const { openSync } = fs;
  const opened: string[] = [];
  fs.openSync = (path, flags, mode) => {
    opened.push(String(path));
    return openSync(path, flags, mode);
  };
  syncBuiltinESMExports();
  onTestFinished(() => {
    fs.openSync = openSync;
    syncBuiltinESMExports();
  });
  return opened;
}

describe('a changed file', () => {
  it.each<readonly [what: string, change: (folder: TemporaryFolder) => void]>([
    ['written in place', (folder) => void folder.write('hosts', '192.0.2.1 second\n')],
    ['replaced', (folder) => folder.replace('hosts', '192.0.2.1 second\n')],
    ['replaced by a link', (folder) => void folder.link('hosts', folder.write('x', '192.0.2.1 second\n'))],
    [
      'of the same size',
      (folder) => void folder.write('hosts', 'x 1\n192.0.2.1 secnd\n'.replace('secnd', 'other')),
    ],
    [
      'with its old date',
      (folder) => {
        folder.write('hosts', '192.0.2.1 second\n');
        folder.backdate('hosts');
      },
    ],
  ])('%s is read', (_what, change) => {
    const { folder, test, name, nextName } = start();
    expect(name()).toBe('first');
    change(folder);
    expect(['second', 'other']).toContain(nextName());
    expect(test.takeNotices()).toStrictEqual([`configuration ${folder.path('hosts')}`]);
    expect(['second', 'other']).toContain(nextName());
    expect(test.takeNotices()).toStrictEqual([]);
  });

  it('is looked for a second after the last look, not before', () => {
    const { folder, test, name } = start();
    expect(name()).toBe('first');
    folder.write('hosts', '192.0.2.1 second\n');
    test.pass(999);
    expect(name()).toBe('first');
    test.pass(1);
    expect(name()).toBe('second');
    folder.write('hosts', '192.0.2.1 third\n');
    test.pass(999);
    expect(name()).toBe('second');
    test.pass(1);
    expect(name()).toBe('third');
  });

  it('is looked for at once when the clock was set back', () => {
    const { folder, test, name } = start();
    test.pass(10_000);
    expect(name()).toBe('first');
    folder.write('hosts', '192.0.2.1 second\n');
    test.pass(-5000);
    expect(name()).toBe('second');
  });

  it('is not looked for without following', () => {
    const { folder, test, name, nextName } = start({ follow: false });
    expect(name()).toBe('first');
    folder.write('hosts', '192.0.2.1 second\n');
    test.pass(-5000);
    expect(nextName()).toBe('first');
    expect(test.takeNotices()).toStrictEqual([]);
  });

  it('is still the same object when only its date is another', () => {
    const { folder, test } = start();
    const before = test.files.hosts;
    folder.write('hosts', 'x 1\n192.0.2.1 first\n');
    folder.backdate('hosts');
    test.pass(1000);
    expect(test.files.hosts).toBe(before);
    expect(test.takeNotices()).toStrictEqual([]);
  });

  it('that vanishes counts as empty, and is there again when it is back', () => {
    const { folder, test, name, nextName } = start();
    expect(name()).toBe('first');
    folder.remove('hosts');
    expect(nextName()).toBeUndefined();
    folder.write('hosts', '192.0.2.1 first\n');
    expect(nextName()).toBe('first');
    expect(test.takeNotices()).toStrictEqual([
      `configuration-warning ${folder.path('hosts')}`,
      `configuration ${folder.path('hosts')}`,
    ]);
  });

  it('that was written by half is read again', () => {
    const { folder, name, nextName } = start();
    folder.write('hosts', '192.0.2.1 fir');
    expect(name()).toBe('fir');
    folder.write('hosts', '192.0.2.1 first\n');
    expect(nextName()).toBe('first');
  });
});

describe('a symbolic link', () => {
  it('is followed to another target, to what its target becomes, and through a link in the middle', () => {
    const folder = new TemporaryFolder();
    folder.write('one', '192.0.2.1 one');
    folder.write('two', '192.0.2.1 two');
    folder.link('middle', 'one');
    const hosts = folder.link('hosts', 'middle');
    const test = new FilesUnderTest({ paths: { hosts } });
    const nextName = () => {
      test.pass(1000);
      return test.files.hosts.findByAddress('192.0.2.1')?.name;
    };
    expect(nextName()).toBe('one');
    folder.write('one', '192.0.2.1 other');
    expect(nextName()).toBe('other');
    folder.replace('one', '192.0.2.1 renamed');
    expect(nextName()).toBe('renamed');
    folder.link('middle', 'two');
    expect(nextName()).toBe('two');
    folder.link('hosts', 'one');
    expect(nextName()).toBe('renamed');
    folder.remove('one');
    expect(nextName()).toBeUndefined();
  });
});

describe('reading', () => {
  it('goes on at each look for two seconds after a change, and then ends', async () => {
    const opened = countReading();
    const { folder, nextName } = start();
    for (let n = 0; n < 3; n += 1) expect(nextName()).toBe('first');
    expect(opened).toStrictEqual(Array(3).fill(folder.path('hosts')));
    await new Promise((resolve) => setTimeout(resolve, 2100));
    for (let n = 0; n < 3; n += 1) expect(nextName()).toBe('first');
    expect(opened).toHaveLength(4);
    folder.backdate('hosts');
    // A date that was set back is no reason to think that nothing changes any more.
    for (let n = 0; n < 2; n += 1) expect(nextName()).toBe('first');
    expect(opened).toHaveLength(6);
  });

  it('leaves the content as it was when the process has no descriptors left', () => {
    const { folder, test, name, nextName } = start();
    expect(name()).toBe('first');
    const { openSync } = fs;
    fs.openSync = () => {
      throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
    };
    syncBuiltinESMExports();
    try {
      folder.write('hosts', '192.0.2.1 second');
      expect([nextName(), nextName()]).toStrictEqual(['first', 'first']);
    } finally {
      fs.openSync = openSync;
      syncBuiltinESMExports();
    }
    expect(nextName()).toBe('second');
    expect(test.takeNotices()).toStrictEqual([
      `configuration-warning ${folder.path('hosts')}`,
      `configuration ${folder.path('hosts')}`,
    ]);
  });

  it('leaves no descriptor open', () => {
    const { folder, nextName } = start();
    const descriptors = () => fs.readdirSync('/proc/self/fd').length;
    const before = descriptors();
    for (let n = 0; n < 50; n += 1) {
      folder.write('hosts', `192.0.2.1 name${n}`);
      expect(nextName()).toBe(`name${n}`);
    }
    expect(descriptors()).toBe(before);
  });
});

it('asking again within the second costs less than 100 ns', () => {
  const folder = new TemporaryFolder();
  const { files } = new FilesUnderTest({
    paths: { resolvConf: folder.write('resolv.conf', 'nameserver 192.0.2.1') },
  });
  const known = files.resolution;
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 10; round += 1) {
    const from = process.cpuUsage();
    for (let n = 0; n < 100_000; n += 1) {
      if (files.resolution !== known) throw new Error('another resolution');
    }
    least = Math.min(least, process.cpuUsage(from).user / 100);
  }
  expect(least).toBeLessThan(100);
});
