import { describe, expect, it, vi } from 'vitest';
import { decodeMessage } from '../../src/records/message.js';
import { failOf } from '../servers/same-answers.js';
import { address } from './answer.js';
import { certificates, pinOf, selfSigned } from './certificates.js';
import { fixture } from './fixture.js';
import { startDot } from './secure-server.js';

const { started, resolverOf } = fixture();
const wrongPin = `sha256/${'A'.repeat(43)}=`;

describe('a server proves who it is', () => {
  it('by a certificate for its address', async () => {
    const { ca, ...identity } = await certificates('127.0.0.1');
    const { port } = await started(startDot(identity));
    const response = await resolverOf([`tls://127.0.0.1:${port}`], { tls: { ca } }).response(
      'a.example',
      'A',
    );
    expect(response).toMatchObject({
      server: `tls://127.0.0.1:${port}`,
      transport: 'tls',
      answers: [{ address }],
      attempts: [{ transport: 'tls', outcome: 'NOERROR' }],
    });
  });

  it('by a certificate for its name, which it is told (SNI)', async () => {
    const { ca, ...identity } = await certificates('dns.example');
    const told: unknown[] = [];
    const server = startDot(identity, { secure: (socket) => told.push(socket.servername) });
    const { port } = await started(server);
    const resolver = resolverOf([`tls://dns.example@127.0.0.1:${port}`], { tls: { ca } });
    await expect(resolver.query('a.example', 'A')).resolves.toHaveLength(1);
    expect(told).toStrictEqual(['dns.example']);
  });

  it('by its key alone, where it has no name', async () => {
    const identity = await selfSigned();
    const { port } = await started(startDot(identity));
    const tls = { pins: [wrongPin, pinOf(identity.cert)] };
    const resolver = resolverOf([`tls://127.0.0.1:${port}`], { tls });
    await expect(resolver.query('a.example', 'A')).resolves.toHaveLength(1);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('not by another key, twice (%s)', async (maxVersion) => {
    const { ca, ...identity } = await certificates('127.0.0.1');
    const server = await started(startDot({ ...identity, maxVersion }));
    const tls = { ca, pins: [wrongPin] };
    const resolver = resolverOf([`tls://127.0.0.1:${server.port}`], { tls });
    // The second time a session could be resumed.
    for (const host of ['a.example', 'b.example']) {
      const error = await failOf(resolver, host, 'A');
      expect(error).toMatchObject({ code: 'ECONNREFUSED', cause: { code: 'ERR_TLS_PIN' } });
      expect(error.attempts).toMatchObject([{ transport: 'tls', outcome: 'ERR_TLS_PIN' }]);
    }
    expect(server.received).toStrictEqual([]);
  });

  it('by both, where it has a name and there are pins', async () => {
    const { ca, ...identity } = await certificates('dns.example');
    const server = await started(startDot(identity));
    const text = `tls://dns.example@127.0.0.1:${server.port}`;
    const pins = [pinOf(identity.cert)];
    const outcomeOf = async (tls: object): Promise<string | undefined> =>
      (await resolverOf([text], { tls }).outcome('a.example', 'A')).attempts[0]?.outcome;
    await expect(outcomeOf({ ca, pins })).resolves.toBe('NOERROR');
    await expect(outcomeOf({ pins })).resolves.toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    await expect(outcomeOf({ ca, pins: [wrongPin] })).resolves.toBe('ERR_TLS_PIN');
    expect(server.received).toHaveLength(1);
  });

  it('not at all, if the profile is opportunistic', async () => {
    const { port } = await started(startDot(await certificates('other.example', -1)));
    const tls = { profile: 'opportunistic' } as const;
    const resolver = resolverOf([`tls://dns.example@127.0.0.1:${port}`], { tls });
    await expect(resolver.query('a.example', 'A')).resolves.toHaveLength(1);
  });
});

describe('connections', () => {
  it('are shared by all queries, which do not wait for each other', async () => {
    const { ca, ...identity } = await certificates('127.0.0.1');
    const server = await started(startDot(identity));
    const resolver = resolverOf([`tls://127.0.0.1:${server.port}`], { tls: { ca } });
    const hosts = Array.from({ length: 50 }, (_, n) => `a${n}.example`);
    await Promise.all(hosts.map((host) => resolver.query(host, 'A')));
    await resolver.query('later.example', 'A');
    expect(server.received).toHaveLength(51);
    expect(server.resumed).toStrictEqual([false]);
    expect(server.countOpen()).toBe(1);
    await resolver.close();
    await vi.waitFor(() => expect(server.countOpen()).toBe(0));
  });

  it.each([
    // Who resumes a session of TLS 1.2 is offered no other, and each is used once.
    ['TLSv1.2', [false, true, false]],
    ['TLSv1.3', [false, true, true]],
  ] as const)('resume a session of those before (%s)', async (maxVersion, resumed) => {
    const { ca, ...identity } = await certificates('127.0.0.1');
    const server = await started(startDot({ ...identity, maxVersion }));
    const resolver = resolverOf([`tls://127.0.0.1:${server.port}`], { tls: { ca } });
    for (const host of ['a.example', 'b.example', 'c.example']) {
      await resolver.query(host, 'A');
      server.endAll();
      await vi.waitFor(() => expect(server.countOpen()).toBe(0));
      // Until the resolver has seen the end, too.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(server.resumed).toStrictEqual(resumed);
  });
});

describe('queries', () => {
  it('are padded to 128 octets', async () => {
    const { ca, ...identity } = await certificates('127.0.0.1');
    const server = await started(startDot(identity));
    const resolver = resolverOf([`tls://127.0.0.1:${server.port}`], { tls: { ca } });
    await resolver.query('a.example', 'A');
    await resolver.query('a-name-of-another-length.example', 'A');
    await resolver.query(`${'x'.repeat(60)}.example`, 'A');
    expect(server.received.map(({ length }) => length)).toStrictEqual([128, 128, 128]);
    const [edns] = server.received.map((message) => decodeMessage(message).edns);
    expect(edns?.options.map(({ code }) => code)).toStrictEqual([12]);
  });

  it('are not padded without EDNS', async () => {
    const { ca, ...identity } = await certificates('127.0.0.1');
    const server = await started(startDot(identity));
    const resolver = resolverOf([`tls://127.0.0.1:${server.port}`], { tls: { ca }, edns: false });
    await resolver.query('a.example', 'A');
    expect(server.received.map(({ length }) => length)).toStrictEqual([12 + 11 + 4]);
  });
});
