// A lookup in a test: scripted servers, virtual time, no port opened. Run: npx vitest run examples

// #region marbles
import { Resolver } from 'rxdns';
import { fakeNetwork, marbles } from 'rxdns/testing';
import { map } from 'rxjs';
import { describe, it } from 'vitest';

const servers = ['192.0.2.1'];

describe('the mail exchange of a domain', () => {
  it(
    'comes with the second attempt when the first is lost',
    marbles((m) => {
      const network = fakeNetwork().answer({ name: 'example.org', type: 'MX' }, ['', '20ms r'], {
        r: { answers: [{ type: 'MX', preference: 10, exchange: 'mail.example.org' }] },
      });
      const resolver = new Resolver({ servers, timeout: 2000, connect: network.connect });

      const exchange$ = resolver.query$('example.org', 'MX').pipe(map(([record]) => record?.exchange));

      m.expect(exchange$).toBeObservable('2020ms (x|)', { x: 'mail.example.org' });
    }),
  );
});
// #endregion
