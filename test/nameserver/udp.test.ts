import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { exchange, openUdp, queryFor, readResponse } from './asker.js';

const zone = '$ORIGIN example.test.\n@ SOA ns1 admin 1 2 3 4 5\n* A 192.0.2.1';

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({ zone });
});
afterAll(() => server.close());

function idOf(response: Buffer): number {
  return response.readUInt16BE(0);
}

describe('UDP', () => {
  test('a burst of 200 questions on one socket', async () => {
    await using asker = await openUdp(server);
    for (let id = 0; id < 200; id += 1) asker.send(queryFor(`n${id}.example.test`, 'A', { id }));
    const ids = [];
    for (let n = 0; n < 200; n += 1) ids.push(idOf(await asker.receive()));
    expect(ids).toStrictEqual(Array.from({ length: 200 }, (_, id) => id));
  });

  test('2,000 datagrams of garbage, then a question', async () => {
    await using asker = await openUdp(server);
    let seed = 7;
    for (let n = 0; n < 2000; n += 1) {
      const octets = Buffer.alloc(n % 64);
      // A linear congruence: the same garbage each run.
      for (let at = 0; at < octets.length; at += 1) {
        seed = (seed * 69_069 + 1) >>> 0;
        octets[at] = seed >>> 24;
      }
      if (octets.length > 2) octets.writeUInt16BE(1, 0);
      asker.send(octets);
      if (n % 100 === 99) await new Promise((resolve) => setImmediate(resolve));
    }
    asker.send(queryFor('x.example.test', 'A', { id: 2 }));
    let response = await asker.receive();
    while (idOf(response) !== 2) response = await asker.receive();
    expect(readResponse(response).answers).toStrictEqual(['x.example.test 300 A 192.0.2.1']);
  });

  test('the largest datagram there can be: FORMERR', async () => {
    const octets = Buffer.alloc(65_507, 0xff);
    octets.writeUInt32BE(0x12340000, 0);
    const response = await exchange(await openUdp(server), octets);
    expect(response.toString('hex')).toBe('123480010000000000000000');
  });
});
