import nodeDns from 'node:dns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import ourDns from '../../src/dns/index.js';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { heard, modules, settled } from './both.js';

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({
    records: [
      { name: 'localhost', type: 'A', address: '192.0.2.66' },
      { name: '1.2.3.4', type: 'A', address: '192.0.2.66' },
    ],
  });
});
afterAll(() => server.close());

/** A resolver, and how many questions have come to its server since. */
const start = (dns: (typeof modules)[number][1]) => {
  const resolver = new dns.Resolver();
  const promises = new dns.promises.Resolver();
  for (const each of [resolver, promises]) each.setServers([server.address]);
  const before = server.queryCount;
  return { resolver, promises, asked: () => server.queryCount - before };
};

describe('resolve* asks no server for special-use names and addresses (RFC 6761), where Node does', () => {
  const one = { results: [['127.0.0.1']] };
  it.each<[string, string, object]>([
    ['resolve4', 'localhost', one],
    ['resolve4', 'LocalHost.', one],
    ['resolve4', 'a.localhost', one],
    ['resolve6', 'localhost', { results: [['::1']] }],
    ['resolveMx', 'localhost', { error: { message: 'queryMx ENODATA localhost' } }],
    ['resolve4', 'a.invalid', { error: { message: 'queryA ENOTFOUND a.invalid' } }],
    ['resolveNs', 'invalid', { error: { message: 'queryNs ENOTFOUND invalid' } }],
    ['resolveTxt', 'onion', { error: { message: 'queryTxt ENOTFOUND onion' } }],
    ['resolve4', '1.2.3.4', { results: [['1.2.3.4']] }],
    ['resolve6', '1.2.3.4', { error: { message: 'queryAaaa ENODATA 1.2.3.4' } }],
  ])('%s %s', async (method, name, outcome) => {
    const [node, ours] = [start(nodeDns), start(ourDns)];
    expect(await heard(ours.resolver, method, name)).toMatchObject(outcome);
    expect(ours.asked()).toBe(0);
    await heard(node.resolver, method, name);
    expect(node.asked()).toBe(1);
  });

  it('the answer of Node is whatever the server says', async () => {
    const [node, ours] = [start(nodeDns).promises, start(ourDns).promises];
    for (const name of ['localhost', '1.2.3.4']) {
      expect(await settled(node, 'resolve4', name)).toStrictEqual({ result: ['192.0.2.66'] });
      expect(await settled(ours, 'resolve4', name)).not.toStrictEqual({ result: ['192.0.2.66'] });
    }
  });
});

describe.each(modules)('%s asks no server', (_module, dns) => {
  it.each([
    ['resolve4', 'a.onion', 'queryA ENOTFOUND a.onion'],
    ['resolveTxt', 'a.onion.', 'queryTxt ENOTFOUND a.onion.'],
    ['resolve4', '::1', 'queryA EBADNAME ::1'],
    ['resolve6', '::1', 'queryAaaa EBADNAME ::1'],
  ])('%s %s', async (method, name, message) => {
    const { resolver, asked } = start(dns);
    expect(await heard(resolver, method, name)).toMatchObject({ error: { message } });
    expect(asked()).toBe(0);
  });
});

describe.each(modules)('%s asks the server', (_module, dns) => {
  it.each([
    ['resolveTxt', '1.2.3.4'],
    ['resolve4', '1.2.3'],
    ['resolve4', 'local'],
    ['resolve4', 'notlocalhost'],
  ])('%s %s', async (method, name) => {
    const { resolver, asked } = start(dns);
    await heard(resolver, method, name);
    expect(asked()).toBe(1);
  });
});
