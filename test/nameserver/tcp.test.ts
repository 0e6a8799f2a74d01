import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { askTcp, frameOf, openTcp, queryFor } from './asker.js';
import { settled } from './open-sockets.js';

const zone = `$ORIGIN example.test.\n@ SOA ns1 admin 1 2 3 4 5\n* A 192.0.2.1\nbig TXT ${'"0123456789" '.repeat(5000)}`;

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({ zone });
});
afterAll(() => server.close());

function idOf(response: Buffer): number {
  return response.readUInt16BE(0);
}

describe('TCP', () => {
  test('3,000 questions in one write come back in order', async () => {
    await using asker = await openTcp(server);
    const frames = Array.from({ length: 3000 }, (_, id) =>
      frameOf(queryFor(`n${id}.example.test`, 'A', { id })),
    );
    asker.sendRaw(Buffer.concat(frames));
    const ids = [];
    for (let n = 0; n < 3000; n += 1) ids.push(idOf(await asker.receive()));
    expect(ids).toStrictEqual(Array.from({ length: 3000 }, (_, id) => id));
  });

  test('one octet at a time', async () => {
    await using asker = await openTcp(server);
    asker.socket.setNoDelay(true);
    for (const octet of frameOf(queryFor('x.example.test', 'A', { id: 9 }))) {
      asker.sendRaw(Uint8Array.of(octet));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(idOf(await asker.receive())).toBe(9);
  });

  test('answers still come when the asker has ended its side', async () => {
    await using asker = await openTcp(server);
    asker.socket.pause();
    // 16 MB of answers: more than the kernel holds, so that most are still to come when the end is read.
    const questions = Array.from({ length: 300 }, (_, id) =>
      frameOf(queryFor('big.example.test', 'TXT', { id })),
    );
    asker.socket.end(Buffer.concat(questions));
    await new Promise((resolve) => setTimeout(resolve, 100));
    asker.socket.resume();
    const ids = [];
    for (let n = 0; n < 300; n += 1) ids.push(idOf(await asker.receive()));
    expect(ids).toStrictEqual(Array.from({ length: 300 }, (_, id) => id));
  });

  test.each([
    ['half a frame', Buffer.from('0020123401', 'hex')],
    ['half a length', Buffer.from('00', 'hex')],
    ['nothing', Buffer.alloc(0)],
  ])('the asker ends in %s: the server ends, too', async (_, octets) => {
    await using asker = await openTcp(server);
    asker.socket.resume().end(octets);
    await once(asker.socket, 'end');
  });

  test('empty frames, short frames and responses are passed over; garbage gets FORMERR', async () => {
    await using asker = await openTcp(server);
    const response = queryFor('x.example.test', 'A', { id: 1, flags: 0, type: 'response' });
    for (const octets of [Buffer.alloc(0), Buffer.alloc(11), response]) asker.send(octets);
    asker.send(Buffer.from('5555010000ff000000000000', 'hex'));
    asker.send(queryFor('x.example.test', 'A', { id: 2 }));
    expect((await asker.receive()).toString('hex')).toBe('555581010000000000000000');
    expect(idOf(await asker.receive())).toBe(2);
  });

  test('the largest frame there can be', async () => {
    await using asker = await openTcp(server);
    const octets = Buffer.alloc(65_535, 0xff);
    octets.writeUInt32BE(0x12340000, 0);
    asker.send(octets);
    asker.send(queryFor('x.example.test', 'A', { id: 2 }));
    expect((await asker.receive()).toString('hex')).toBe('123480010000000000000000');
    expect(idOf(await asker.receive())).toBe(2);
  });

  test('a reset in the middle of an answer hurts nobody', async () => {
    for (let n = 0; n < 20; n += 1) {
      const asker = await openTcp(server);
      for (let id = 0; id < 20; id += 1) asker.send(queryFor('big.example.test', 'TXT', { id }));
      asker.socket.resetAndDestroy();
    }
    expect((await askTcp(server, 'x.example.test', 'A')).rcode).toBe(0);
  });

  test('does not read on for a peer that does not take the answers', async () => {
    await using stalling = await startNameServer({ zone });
    await using asker = await openTcp(stalling);
    asker.socket.pause();
    // 2,000 answers of 55,000 octets are 110 MB.
    for (let id = 0; id < 2000; id += 1) asker.send(queryFor('big.example.test', 'TXT', { id }));
    await expect.poll(() => stalling.queryCount).toBeGreaterThan(10);
    const reached = await settled(() => stalling.queryCount);
    expect(reached).toBeLessThan(1000);
    asker.socket.resume();
    await expect.poll(() => stalling.queryCount, { timeout: 15_000 }).toBe(2000);
  });

  test('an idle connection is closed', async () => {
    await using impatient = await startNameServer({ zone, idleTimeout: 50 });
    await using asker = await openTcp(impatient);
    const ended = once(asker.socket, 'end');
    asker.send(queryFor('x.example.test', 'A', { id: 3 }));
    expect(idOf(await asker.receive())).toBe(3);
    await ended;
  });
});
