// Run: NODE_OPTIONS=--experimental-vm-modules npx jest
// #region jest
import { Resolver } from 'rxdns';
import { DnsTestingController, marbles } from 'rxdns/testing';
import { firstValueFrom, timer } from 'rxjs';
import { mailExchange } from '../mail-exchange.mjs';

describe('mailExchange', () => {
  const dns = new DnsTestingController();
  const resolver = new Resolver({ ...dns.options, cache: false });

  afterEach(() => dns.verify());
  afterAll(() => resolver.close());

  test('takes the host of the MX record', async () => {
    const exchange = firstValueFrom(mailExchange(resolver, 'example.org'));

    dns
      .expectOne({ name: 'example.org', type: 'MX' })
      .respond([{ type: 'MX', preference: 10, exchange: 'mail.example.org' }]);

    await expect(exchange).resolves.toBe('mail.example.org');
  });

  test('hands on what went wrong', async () => {
    const exchange = firstValueFrom(mailExchange(resolver, 'example.org'));

    dns.expectOne('example.org').error('ESERVFAIL');

    await expect(exchange).rejects.toMatchObject({ code: 'ESERVFAIL' });
  });

  test(
    'answers when the server does',
    marbles((m) => {
      timer(20).subscribe(() => dns.expectOne('example.org').error('ENODATA'));

      m.expect(mailExchange(resolver, 'example.org')).toBeObservable('20ms (x|)', { x: 'example.org' });
    }),
  );
});
// #endregion
