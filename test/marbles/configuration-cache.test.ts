import { describe, expect, it } from 'vitest';
import { marbles } from '../../src/testing/marbles.js';
import { FollowedResolver } from './followed-resolver.js';
import { hear } from './host-network.js';

const [one, two] = ['nameserver 192.0.2.1', 'nameserver 192.0.2.2'];

describe('the cache', () => {
  it.each([
    ['is flushed for other servers', two, ['0 1', '2000 2']],
    ['is flushed for one server more', `${one}\n${two}`, ['0 1', '2000 1']],
    ['is kept for the same servers', `# again\n${one}`, ['0 1']],
    ['is kept for other settings', `${one}\nsearch a.example\noptions timeout:7 ndots:3`, ['0 1']],
  ])(
    '%s',
    marbles((m, _what, text: string, asked: readonly string[]) => {
      const followed = new FollowedResolver(m, one, { cache: {}, timeout: undefined });
      followed.query(0, 'a.example').query(500, 'a.example').write(600, 'resolv.conf', text);
      followed.query(2000, 'a.example');
      m.flush();
      expect(followed.asked).toStrictEqual(asked);
    }),
  );

  it(
    'that was restored before the files were read is kept',
    marbles((m) => {
      const first = new FollowedResolver(m, one, { cache: {} });
      first.query(0, 'a.example');
      m.flush();
      const second = new FollowedResolver(m, one, { cache: {} });
      second.resolver.cache.restore(first.resolver.cache.snapshot());
      const { heard } = hear(
        m.scheduler,
        second.resolver.response$('a.example', 'A'),
        ({ cached }) => `${cached}`,
      );
      m.flush();
      expect(heard.map((text) => text.replace(/^\d+ /, ''))).toStrictEqual(['true', 'end']);
      expect(second.asked).toStrictEqual([]);
    }),
  );
});
