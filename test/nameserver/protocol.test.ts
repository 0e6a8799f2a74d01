import { decode } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { ask, askTcp, exchange, nothing, openUdp, optRecord, queryFor, readResponse } from './asker.js';

const rcode = { FORMERR: 1, NOTIMP: 4, BADVERS: 16 } as const;
const refusal = { ...nothing, aa: false };

const zone = `
$ORIGIN example.test.
@        SOA ns1 admin 7 7200 900 1209600 120
www      A   192.0.2.80
${Array.from({ length: 30 }, (_, n) => `many A 192.0.2.${n}`).join('\n')}
${Array.from({ length: 100 }, (_, n) => `more A 192.0.2.${n}`).join('\n')}
${Array.from({ length: 300 }, (_, n) => `huge TXT "${String(n).padStart(255, '.')}"`).join('\n')}
`;

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({ zone });
});
afterAll(() => server.close());

describe('header', () => {
  test('id, RD and CD come back; RA does not; AA is set', async () => {
    const query = queryFor('www.example.test', 'A', { id: 0xabcd, flags: 0x0110 });
    const response = await exchange(await openUdp(server), query);
    expect(response.readUInt16BE(0)).toBe(0xabcd);
    expect(response.readUInt16BE(2)).toBe(0x8000 | 0x0400 | 0x0110);
  });

  test('without RD and CD neither comes back', async () => {
    const response = await exchange(await openUdp(server), queryFor('www.example.test', 'A', { flags: 0 }));
    expect(response.readUInt16BE(2)).toBe(0x8400);
  });

  test.each([
    ['IQUERY', 1],
    ['STATUS', 2],
    ['NOTIFY', 4],
    ['UPDATE', 5],
    ['OPCODE 15', 15],
  ])('%s: NOTIMP, with its opcode', async (_, opcode) => {
    const query = queryFor('www.example.test', 'A', { flags: opcode << 11 });
    const response = await exchange(await openUdp(server), query);
    expect(response.readUInt16BE(2)).toBe(0x8000 | (opcode << 11) | rcode.NOTIMP);
    expect(readResponse(response)).toStrictEqual({ ...refusal, rcode: rcode.NOTIMP });
  });

  test.each([
    ['a header alone', Buffer.from('123401000000000000000000', 'hex')],
    ['counts that lie', Buffer.from('123401000001000000000000', 'hex')],
    ['a name cut off', Buffer.from('12340100000100000000000003777777', 'hex')],
    ['a pointer to itself', Buffer.from('123401000001000000000000c00c00010001', 'hex')],
    ['two questions', Buffer.from('1234010000020000000000000000010001' + '0000010001', 'hex')],
    [
      'two OPT records',
      Buffer.from(`1234010000010000000000020000010001${'0000290200000000000000'.repeat(2)}`, 'hex'),
    ],
  ])('FORMERR: %s', async (_, query) => {
    const response = await exchange(await openUdp(server), query);
    expect(response.toString('hex')).toBe('123481010000000000000000');
  });

  test('no answer to responses, nor to what has no header', async () => {
    await using asker = await openUdp(server);
    const query = queryFor('www.example.test', 'A', { id: 1 });
    const response = Buffer.from(query);
    response[2] = (response[2] ?? 0) | 0x80;
    const undecodable = Buffer.from('000181000001000000000000', 'hex');
    for (const octets of [response, undecodable, Buffer.alloc(0), Buffer.alloc(11)]) asker.send(octets);
    asker.send(queryFor('www.example.test', 'A', { id: 2 }));
    // Loopback keeps the order, so the first response there is tells that there was none before.
    expect((await asker.receive()).readUInt16BE(0)).toBe(2);
  });
});

describe('EDNS', () => {
  test('is answered when asked, with the size of the server', async () => {
    const said = await ask(server, 'www.example.test', 'A', { additionals: optRecord(4096) });
    expect(said.additionals).toStrictEqual(['OPT 1232 v0']);
  });

  test('is not answered when not asked', async () => {
    expect((await ask(server, 'www.example.test', 'A')).additionals).toStrictEqual([]);
  });

  test('the DO bit comes back', async () => {
    const [opt] = optRecord(4096);
    if (opt?.type !== 'OPT') throw new Error('no OPT');
    const query = queryFor('www.example.test', 'A', { additionals: [{ ...opt, flags: 0x8000 }] });
    const [answered] = decode(await exchange(await openUdp(server), query)).additionals ?? [];
    expect(answered?.type === 'OPT' && answered.flag_do).toBe(true);
  });

  test('a version above 0: BADVERS, and no answer', async () => {
    const said = await ask(server, 'www.example.test', 'A', { additionals: optRecord(4096, 1) });
    expect(said).toStrictEqual({ ...refusal, rcode: rcode.BADVERS, additionals: ['OPT 1232 v0'] });
  });
});

describe('truncation', () => {
  const cut = { ...nothing, aa: false, tc: true };
  test.each([
    ['over 512 octets without EDNS', 'many.example.test', {}, { ...cut, additionals: [] }],
    [
      'over 512 octets, 512 offered',
      'many.example.test',
      { additionals: optRecord(512) },
      { ...cut, additionals: ['OPT 1232 v0'] },
    ],
    ['less than 512 offered counts as 512', 'www.example.test', { additionals: optRecord(1) }, undefined],
    ['room for it', 'many.example.test', { additionals: optRecord(1232) }, undefined],
    [
      'over 1232 octets, 4096 offered',
      'more.example.test',
      { additionals: optRecord(4096) },
      { ...cut, additionals: ['OPT 1232 v0'] },
    ],
  ])('%s', async (_, name, extra, expected) => {
    const said = await ask(server, name, 'A', extra);
    if (expected === undefined) expect([said.tc, said.answers.length > 0]).toStrictEqual([false, true]);
    else expect(said).toStrictEqual(expected);
  });

  test('TCP gives all', async () => {
    const said = await askTcp(server, 'more.example.test', 'A');
    expect([said.tc, said.answers.length]).toStrictEqual([false, 100]);
  });

  test('more than TCP can carry is truncated, too', async () => {
    expect(await askTcp(server, 'huge.example.test', 'TXT')).toStrictEqual(cut);
  });

  test('maxUdpSize moves the limit', async () => {
    await using larger = await startNameServer({ zone, maxUdpSize: 4096 });
    const said = await ask(larger, 'more.example.test', 'A', { additionals: optRecord(4096) });
    expect([said.tc, said.answers.length]).toStrictEqual([false, 100]);
  });

  test('an rcode stays when the records go', async () => {
    const answers = Array.from(
      { length: 40 },
      () => ({ name: 'x', type: 'A', address: '192.0.2.1' }) as const,
    );
    await using failing = await startNameServer({
      respond: () => ({ kind: 'answer', rcode: 'NXDOMAIN', authoritative: true, answers }),
    });
    expect(await ask(failing, 'x', 'A')).toStrictEqual({ ...cut, rcode: 3 });
  });
});
