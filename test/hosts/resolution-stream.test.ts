import { config, type SchedulerLike, Subscription } from 'rxjs';
import { take } from 'rxjs/operators';
import { expect, it, onTestFinished } from 'vitest';
import { SystemFiles } from '../../src/hosts/system.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { TemporaryFolder } from './temporary-folder.js';

/** A resolv.conf that names one server: a real file, looked at in virtual time. */
function start(m: MarbleContext, follow = true) {
  const folder = new TemporaryFolder();
  const write = (server: number) => folder.write('resolv.conf', `nameserver 192.0.2.${server}\n`);
  const paths = { resolvConf: write(1) };
  const looks: number[] = [];
  const scheduler: SchedulerLike = {
    now: () => {
      looks.push(m.scheduler.now());
      return m.scheduler.now();
    },
    schedule: m.scheduler.schedule.bind(m.scheduler),
  };
  const files = new SystemFiles({ paths, environment: {}, scheduler, report: () => undefined, follow });
  const seen: string[] = [];
  const see = (who: string) => ({
    next: (resolution: { readonly servers: readonly string[] }) =>
      void seen.push(`${m.scheduler.now()} ${who} ${resolution.servers.join()}`),
    complete: () => void seen.push(`${m.scheduler.now()} ${who} complete`),
  });
  const at = (time: number, act: () => void) => m.scheduler.schedule(act, time);
  return { folder, write, files, seen, see, at, looks };
}

it(
  'resolution$ has the current one on subscription, and each other one at the next look',
  marbles((m) => {
    const { folder, write, files, seen, see, at, looks } = start(m);
    const subscription = files.resolution$.subscribe(see('a'));
    expect(seen).toStrictEqual(['0 a 192.0.2.1']);
    at(1500, () => write(2));
    at(2500, () => folder.write('resolv.conf', '# again\nnameserver 192.0.2.2\n'));
    at(3500, () => write(3));
    at(4500, () => folder.remove('resolv.conf'));
    at(5500, () => subscription.unsubscribe());
    at(5600, () => write(4));
    m.flush();
    expect(seen).toStrictEqual(['0 a 192.0.2.1', '2000 a 192.0.2.2', '4000 a 192.0.2.3', '5000 a 127.0.0.1']);
    expect(looks).toStrictEqual([0, 1000, 2000, 3000, 4000, 5000]);
  }),
);

it(
  'resolution$ is one for all who subscribe, and each has its own end',
  marbles((m) => {
    const { write, files, seen, see, at, looks } = start(m);
    config.onStoppedNotification = () => void seen.push('told after its end');
    onTestFinished(() => {
      config.onStoppedNotification = null;
    });
    const first = files.resolution$.subscribe(see('a'));
    let second = Subscription.EMPTY;
    at(500, () => {
      second = files.resolution$.subscribe(see('b'));
    });
    at(2600, () => second.unsubscribe());
    at(1200, () => write(2));
    at(1700, () => first.unsubscribe());
    at(2200, () => write(3));
    m.flush();
    expect(seen).toStrictEqual([
      '0 a 192.0.2.1',
      '500 b 192.0.2.1',
      '1500 a 192.0.2.2',
      '1500 b 192.0.2.2',
      '2500 b 192.0.2.3',
    ]);
    expect(looks.at(-1)).toBe(2500);
  }),
);

it(
  'resolution$ has at once, and once, what a getter noticed',
  marbles((m) => {
    const { write, files, seen, see, at } = start(m);
    at(500, () => write(2));
    // Due before the look of the subscription at the same time.
    at(1000, () => {
      seen.push('asked');
      expect(files.resolution.servers).toStrictEqual(['192.0.2.2']);
      seen.push('told');
    });
    const subscription = files.resolution$.subscribe(see('a'));
    at(2500, () => subscription.unsubscribe());
    m.flush();
    expect(seen).toStrictEqual(['0 a 192.0.2.1', 'asked', '1000 a 192.0.2.2', 'told']);
  }),
);

it(
  'resolution$ leaves nothing behind when it is left from inside',
  marbles((m) => {
    const { write, files, seen, see, at, looks } = start(m);
    files.resolution$.pipe(take(1)).subscribe(see('a'));
    files.resolution$.pipe(take(2)).subscribe(see('b'));
    at(500, () => write(2));
    m.flush();
    expect(seen).toStrictEqual([
      '0 a 192.0.2.1',
      '0 a complete',
      '0 b 192.0.2.1',
      '1000 b 192.0.2.2',
      '1000 b complete',
    ]);
    expect(looks.at(-1)).toBe(1000);
  }),
);

it(
  'resolution$ completes where nothing is followed',
  marbles((m) => {
    const { files, seen, see } = start(m, false);
    files.resolution$.subscribe(see('a'));
    m.flush();
    expect(seen).toStrictEqual(['0 a 192.0.2.1', '0 a complete']);
  }),
);
