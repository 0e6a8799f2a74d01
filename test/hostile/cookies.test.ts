import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeMessage } from '../../src/records/message.js';
import { Resolver } from '../../src/resolver.js';
import { type HostileServer, type SeenQuery, startHostileServer } from './hostile-server.js';
import { carrying, type Mutation, type Octets, opt, record, repeat, setting16, uint16 } from './octets.js';
import { asIs, type Step, send } from './script.js';

const cookieCode = 10;
const clientLength = 8;
const serverCookie = repeat(0x55, 8);

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server[Symbol.asyncDispose]());

let resolver: Resolver;
beforeEach(() => {
  resolver = new Resolver({ servers: [server.address], timeout: 60 });
});
afterEach(() => resolver.close());

/** The cookie of a query: the client's eight octets, and the server's behind them; nothing without one. */
function cookieOf(octets: Uint8Array): Octets {
  const options = decodeMessage(octets).edns?.options ?? [];
  return [...(options.find(({ code }) => code === cookieCode)?.data ?? [])];
}

/** The good reply with a cookie made of the query's; another rcode, where one is given. */
function sendCookie(make: (client: Octets) => Octets, { rdata = [192, 0, 2, 1], rcode = 0 } = {}): Step {
  const message: Mutation = (good, query) => {
    const cookie = make(cookieOf(query).slice(0, clientLength));
    const options = [...uint16(cookieCode), ...uint16(cookie.length), ...cookie];
    // The upper bits of an extended rcode are the first octet of OPT's TTL (RFC 6891 section 6.1.3).
    const withOptions = record({
      owner: [0],
      type: 41,
      class: 1232,
      ttl: (rcode >> 4) << 24,
      rdata: options,
    });
    const answers = rcode === 0 ? [record({ rdata })] : [];
    const reply = carrying({ answers, additionals: [withOptions] })(good, query);
    return setting16(2, (bits) => bits | (rcode & 15))(reply, query);
  };
  return send(message);
}

const right = (client: Octets) => [...client, ...serverCookie];
const forgery = { rdata: [198, 51, 100, 66] };
const badCookie = { rcode: 23 };

async function addresses(name: string): Promise<readonly string[]> {
  const records = await resolver.query(name, 'A');
  return records.map(({ address }) => address);
}

function sent(name: string): readonly string[] {
  return server
    .queriesFor(name)
    .map(({ transport, octets }: SeenQuery) => `${transport} ${cookieOf(octets).length}`);
}

describe('cookies', () => {
  it('the first query has a client cookie, the next one the cookie of the server as well', async () => {
    server.play('first.cookie.test', { udp: [[sendCookie(right)]] });
    server.play('second.cookie.test', { udp: [[sendCookie(right)]] });
    await addresses('first.cookie.test');
    await addresses('second.cookie.test');
    expect(sent('first.cookie.test')).toStrictEqual(['udp 8']);
    expect(sent('second.cookie.test')).toStrictEqual(['udp 16']);
    const [first] = server.queriesFor('first.cookie.test');
    const [second] = server.queriesFor('second.cookie.test');
    const client = cookieOf(first?.octets ?? new Uint8Array());
    expect(cookieOf(second?.octets ?? new Uint8Array())).toStrictEqual([...client, ...serverCookie]);
  });

  it.each([
    {
      what: 'another client cookie',
      make: (client: Octets) => [...client.map((octet) => octet ^ 1), ...serverCookie],
    },
    {
      what: 'a client cookie with its last bit turned',
      make: (client: Octets) => [...turnLast(client), ...serverCookie],
    },
    { what: 'an empty cookie', make: () => [] },
    { what: 'seven octets', make: (client: Octets) => client.slice(0, 7) },
    { what: 'nine octets', make: (client: Octets) => [...client, 1] },
    { what: 'fifteen octets', make: (client: Octets) => [...client, ...serverCookie.slice(1)] },
    { what: '41 octets', make: (client: Octets) => [...client, ...repeat(1, 33)] },
    { what: 'the server cookie in front', make: (client: Octets) => [...serverCookie, ...client] },
  ])('a reply with $what is dropped, and the right one taken', async ({ what, make }) => {
    const name = `${what.replaceAll(' ', '-')}.cookie.test`;
    server.play(name, { udp: [[sendCookie(make, forgery), sendCookie(right)]] });
    expect(await addresses(name)).toStrictEqual(['192.0.2.1']);
    expect(sent(name)).toStrictEqual(['udp 8']);
  });

  it('a reply without a cookie is dropped once the server has sent one, and the retry carries it', async () => {
    server.play('known.cookie.test', { udp: [[sendCookie(right)]] });
    server.play('missing.cookie.test', {
      udp: [[send(carrying({ answers: [record()], additionals: [opt()] }))], [sendCookie(right)]],
    });
    await addresses('known.cookie.test');
    expect(await addresses('missing.cookie.test')).toStrictEqual(['192.0.2.1']);
    expect(sent('missing.cookie.test')).toStrictEqual(['udp 16', 'udp 16']);
  });

  it('a reply without OPT is dropped as well', async () => {
    server.play('known-too.cookie.test', { udp: [[sendCookie(right)]] });
    server.play('plain.cookie.test', { udp: [[send(carrying({ answers: [record()] })), sendCookie(right)]] });
    await addresses('known-too.cookie.test');
    expect(await addresses('plain.cookie.test')).toStrictEqual(['192.0.2.1']);
    expect(sent('plain.cookie.test')).toStrictEqual(['udp 16']);
  });

  it('a server that ignores cookies is sent none for a while', async () => {
    server.play('ignored.cookie.test', { udp: [[send(asIs)]] });
    await addresses('ignored.cookie.test');
    await addresses('afterwards.cookie.test');
    expect(sent('ignored.cookie.test')).toStrictEqual(['udp 8']);
    expect(sent('afterwards.cookie.test')).toStrictEqual(['udp 0']);
  });

  it('BADCOOKIE: asks again with the cookie that came along', async () => {
    server.play('bad.cookie.test', { udp: [[sendCookie(right, badCookie)], [sendCookie(right)]] });
    expect(await addresses('bad.cookie.test')).toStrictEqual(['192.0.2.1']);
    expect(sent('bad.cookie.test')).toStrictEqual(['udp 8', 'udp 16']);
  });

  it('BADCOOKIE every time: three times more over UDP, then over TCP without a cookie', async () => {
    server.play('worse.cookie.test', { udp: [[sendCookie(right, badCookie)]] });
    expect(await addresses('worse.cookie.test')).toStrictEqual(['192.0.2.1']);
    expect(sent('worse.cookie.test')).toStrictEqual(['udp 8', 'udp 16', 'udp 16', 'udp 16', 'tcp 0']);
  });

  it('switched off, none is sent', async () => {
    await using without = new Resolver({ servers: [server.address], cookies: false });
    await without.query('off.cookie.test', 'A');
    expect(sent('off.cookie.test')).toStrictEqual(['udp 0']);
  });
});

function turnLast(octets: Octets): Octets {
  return octets.map((octet, at) => (at === octets.length - 1 ? octet ^ 1 : octet));
}
