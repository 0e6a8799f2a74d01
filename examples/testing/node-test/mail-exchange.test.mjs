// Run: node --test
// #region node-test
import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'node:test';
import { Resolver } from 'rxdns';
import { DnsTestingController, startNameServer, virtualTime } from 'rxdns/testing';
import { firstValueFrom } from 'rxjs';
import { mailExchange } from '../mail-exchange.mjs';

describe('mailExchange', () => {
  const dns = new DnsTestingController();
  const resolver = new Resolver({ ...dns.options, cache: false });

  afterEach(() => dns.verify());
  // Without this a query that nobody answered keeps the process alive.
  after(() => resolver.close());

  it('takes the domain itself where there is no MX record', async () => {
    const exchange = firstValueFrom(mailExchange(resolver, 'example.org'));

    dns.expectOne({ name: 'example.org', type: 'MX' }).error('ENODATA');

    assert.equal(await exchange, 'example.org');
  });

  it(
    'waits for an answer that takes its time',
    virtualTime((clock) => {
      /** @type {string[]} */
      const exchanges = [];
      mailExchange(resolver, 'example.org').subscribe((exchange) => exchanges.push(exchange));

      clock.advance(1500);
      dns.expectOne('example.org').respond('example.org. MX 10 mail.example.org.');

      assert.deepEqual(exchanges, ['mail.example.org']);
    }),
  );

  it('works over real sockets', async () => {
    const server = await startNameServer({ zone: 'example.org. MX 10 mail.example.org.' });
    const real = new Resolver({ servers: [server.address] });

    assert.equal(await firstValueFrom(mailExchange(real, 'example.org')), 'mail.example.org');

    await real.close();
    await server.close();
  });
});
// #endregion
