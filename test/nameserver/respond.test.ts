import { describe, expect, test } from 'vitest';
import { startNameServer } from '../../src/nameserver/index.js';
import {
  ask,
  askTcp,
  exchange,
  nothing,
  openTcp,
  openUdp,
  optRecord,
  queryFor,
  readResponse,
} from './asker.js';

const zone = `
$ORIGIN example.test.
@    SOA ns1 admin 7 7200 900 1209600 120
www  A   192.0.2.80
${Array.from({ length: 30 }, (_, n) => `many A 192.0.2.${n}`).join('\n')}
`;

describe('respond', () => {
  test('sees the question, and decides', async () => {
    await using scripted = await startNameServer({
      zone,
      respond: ({ name, type, class: dnsClass, transport, message }, zoneAnswer) => {
        switch (name) {
          case 'drop.test':
            return { kind: 'drop' };
          case 'cut.test':
            return { kind: 'truncate' };
          case 'raw.test':
            return { kind: 'octets', octets: Uint8Array.of(1, 2, 3) };
          case 'seen.test': {
            const text = `${name} ${type} ${dnsClass} ${transport} ${message.id} ${message.edns?.payloadSize}`;
            const strings = [new TextEncoder().encode(text)];
            return { kind: 'answer', answers: [{ name, type: 'TXT', text, strings }], authoritative: false };
          }
          case 'fail.test':
            return { kind: 'answer', rcode: 'SERVFAIL' };
          case 'www.example.test':
            return { ...zoneAnswer(), rcode: 'SERVFAIL' };
          default:
            return undefined;
        }
      },
    });
    await using asker = await openUdp(scripted);
    asker.send(queryFor('drop.test', 'A', { id: 1 }));
    asker.send(queryFor('cut.test', 'A', { id: 2 }));
    expect(readResponse(await asker.receive())).toStrictEqual({ ...nothing, aa: false, tc: true });
    asker.send(queryFor('raw.test', 'A'));
    expect([...(await asker.receive())]).toStrictEqual([1, 2, 3]);
    expect(await ask(scripted, 'fail.test', 'A')).toStrictEqual({ ...nothing, rcode: 2 });
    expect(await ask(scripted, 'www.example.test', 'A')).toStrictEqual({
      ...nothing,
      rcode: 2,
      answers: ['www.example.test 300 A 192.0.2.80'],
    });
    expect(await askTcp(scripted, 'seen.test', 'TXT', { additionals: optRecord(1400) })).toStrictEqual({
      ...nothing,
      aa: false,
      answers: ['seen.test 300 TXT "seen.test TXT IN tcp 4660 1400"'],
      additionals: ['OPT 1232 v0'],
    });
    expect(
      (await ask(scripted, 'many.example.test', 'A', { additionals: optRecord(1232) })).answers.length,
    ).toBe(30);
  });

  test('without zones, undefined means REFUSED', async () => {
    await using empty = await startNameServer({ respond: () => undefined });
    expect(await ask(empty, 'x.test', 'A')).toStrictEqual({ ...nothing, aa: false, rcode: 5 });
  });
});

describe('what the server tells', () => {
  test('questions with their transport, in order; not what cannot be decoded', async () => {
    await using told = await startNameServer({ zone });
    await ask(told, 'wWw.example.test', 'A');
    await exchange(await openUdp(told), Buffer.from('123401000001000000000000', 'hex'));
    await askTcp(told, 'nope.example.test', 'MX');
    const seen = told.queries.map(({ name, type, transport }) => `${name} ${type} ${transport}`);
    expect(seen).toStrictEqual(['wWw.example.test A udp', 'nope.example.test MX tcp']);
    expect(told.queryCount).toBe(2);
  });

  test('of 2,500 questions, the latest are kept and all are counted', async () => {
    await using told = await startNameServer({ zone });
    await using asker = await openTcp(told);
    for (let id = 0; id < 2500; id += 1) asker.send(queryFor('www.example.test', 'A', { id }));
    for (let id = 0; id < 2500; id += 1) await asker.receive();
    const ids = told.queries.map(({ message }) => message.id);
    expect(told.queryCount).toBe(2500);
    expect(ids.length).toBeLessThan(2000);
    expect(ids.slice(-1000)).toStrictEqual(Array.from({ length: 1000 }, (_, n) => 1500 + n));
  });

  test('update replaces everything at once', async () => {
    await using changing = await startNameServer({ zone });
    changing.update({ records: [{ name: 'new.test', type: 'A', ttl: 5, address: '192.0.2.99' }] });
    expect((await ask(changing, 'new.test', 'A')).answers).toStrictEqual(['new.test 5 A 192.0.2.99']);
    expect((await ask(changing, 'www.example.test', 'A')).rcode).toBe(3);
    expect(() => changing.update({ zone: 'x. A nonsense' })).toThrow(/line 1/);
    expect((await ask(changing, 'new.test', 'A')).rcode).toBe(0);
  });
});
