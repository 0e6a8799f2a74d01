import { beforeAll, describe, expect, test } from 'vitest';
import { Resolver } from '../../src/index.js';
import { describeWhenInstalled } from '../servers/when-installed.js';
import { type Certificates, makeCertificates } from './certificates.js';
import { codeOf, secureClients } from './client.js';
import { startClientNames } from './name-server.js';
import { testClients, webNames } from './same-results.js';
import { loopback, startWebServer } from './web-server.js';

describeWhenInstalled('clients over TLS', { openssl: 'openssl' }, () => {
  let certificates: Certificates;
  beforeAll(async () => {
    certificates = await makeCertificates(webNames);
  });

  testClients(secureClients, () => certificates);

  describe.each(secureClients)('$title', (client) => {
    test('checks the certificate against the name, not the address', async () => {
      await using names = await startClientNames();
      names.update({ origin: 'client.test', zone: 'other A 127.0.0.1' });
      await using web = await startWebServer(loopback, certificates);
      await using resolver = new Resolver({ servers: [names.address] });
      const { lookup } = resolver;
      const { port } = web;
      const error = await client
        .get({ host: 'other.client.test', port, lookup, ca: certificates.ca })
        .catch((reason: unknown) => reason);
      expect(codeOf(client, error)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    });
  });
});
