// Run: npx vitest run
// #region controller
import { Resolver } from 'rxdns';
import { DnsTestingController, fakeNetwork, marbles, virtualTime } from 'rxdns/testing';
import { firstValueFrom } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mailExchange } from '../mail-exchange.mjs';

describe('mailExchange', () => {
  /** @type {DnsTestingController} */
  let dns;
  /** @type {Resolver} */
  let resolver;

  beforeEach(() => {
    dns = new DnsTestingController();
    resolver = new Resolver(dns.options);
  });

  afterEach(async () => {
    await resolver.close();
    dns.verify({ ignoreCancelled: true });
  });

  it('takes the host with the lowest preference', async () => {
    const exchange = firstValueFrom(mailExchange(resolver, 'example.org'));

    dns.expectOne({ name: 'example.org', type: 'MX' }).respond(`
      example.org. MX 20 backup.example.org.
      example.org. MX 10 mail.example.org.`);

    expect(await exchange).toBe('mail.example.org');
  });

  it('takes the domain itself where there is no MX record', async () => {
    const exchange = firstValueFrom(mailExchange(resolver, 'example.org'));

    dns.expectOne('example.org').error('ENODATA');

    expect(await exchange).toBe('example.org');
  });

  it('is cancelled by unsubscribing', () => {
    const subscription = mailExchange(resolver, 'example.org').subscribe();
    const query = dns.expectOne('example.org');

    subscription.unsubscribe();

    expect(query.cancelled).toBe(true);
  });
});
// #endregion

// #region time
it(
  'gives up after a second',
  virtualTime((clock) => {
    const dns = new DnsTestingController();
    const resolver = new Resolver({ ...dns.options, deadline: 1000 });
    /** @type {unknown[]} */
    const errors = [];
    mailExchange(resolver, 'example.org').subscribe({ error: (error) => errors.push(error) });

    clock.advance(999);
    expect(errors).toEqual([]);
    clock.advance(1);

    expect(errors).toMatchObject([{ code: 'ETIMEOUT' }]);
    expect(dns.expectOne('example.org').cancelled).toBe(true);
  }),
);
// #endregion

// #region marbles
it(
  'takes the second server when the first is silent',
  marbles((m) => {
    const network = fakeNetwork()
      .answer({ address: '192.0.2.1' }, '')
      .answer({ address: '192.0.2.2' }, '20ms r', {
        r: { answers: [{ type: 'MX', preference: 10, exchange: 'mail.example.org' }] },
      });
    const servers = ['192.0.2.1', '192.0.2.2'];
    const resolver = new Resolver({ servers, timeout: 2000, connect: network.connect });

    m.expect(mailExchange(resolver, 'example.org')).toBeObservable('2020ms (x|)', { x: 'mail.example.org' });
  }),
);
// #endregion
