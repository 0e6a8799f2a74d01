import type { Http2Session } from 'node:http2';
import { describe, expect, it } from 'vitest';
import { failOf } from '../servers/same-answers.js';
import { certificates } from './certificates.js';
import { fixture } from './fixture.js';
import { type DohRequest, respond, startDoh } from './secure-server.js';

const { started, resolverOf } = fixture();
const { ca, ...identity } = await certificates('127.0.0.1');

/** How a server ends a connection after the last exchange that it answers. */
const endings = {
  /** In order: what came after that one was not looked at. */
  GOAWAY: (session: Http2Session, last: number) => session.goaway(0, last),
  /** What it promised to answer gets lost as well. */
  'GOAWAY that promises more': (session: Http2Session, _last: number, cut: () => void) => {
    session.goaway();
    setTimeout(cut, 20);
  },
  'the end of the connection': (_session: Http2Session, _last: number, cut: () => void) =>
    void setTimeout(cut, 20),
};

describe.each(['GOAWAY', 'GOAWAY that promises more', 'the end of the connection'] as const)(
  '%s',
  (ending) => {
    it.each([
      [1, 1],
      [10, 1],
      [10, 3],
      [100, 10],
      [100, 64],
    ])('of %i queries at once, %i answered on each connection, costs no try', async (queries, each) => {
      const answered = new WeakMap<Http2Session, number>();
      const onRequest = (request: DohRequest) => {
        const { session, id = 0 } = request.stream;
        if (session === undefined) return;
        const count = (answered.get(session) ?? 0) + 1;
        answered.set(session, count);
        if (count > each) return;
        respond(request);
        const { remotePort } = session.socket;
        const cut = () => server.endAll(remotePort);
        if (count === each) request.stream.on('close', () => endings[ending](session, id, cut));
      };
      const server = await started(startDoh(identity, onRequest));
      const servers = [`https://127.0.0.1:${server.port}/dns-query`];
      const resolver = resolverOf(servers, { tls: { ca }, timeout: 2500 });
      const names = Array.from({ length: queries }, (_, n) => `n${n}.example`);
      const responses = await Promise.all(names.map((name) => resolver.response(name, 'A')));
      expect(responses.map(({ attempts }) => attempts.length)).toStrictEqual(names.map(() => 1));
      expect(server.sessions.length).toBeLessThanOrEqual(queries);
    });
  },
);

it.each(['GOAWAY that promises more', 'the end of the connection'] as const)(
  '%s without any answer is a failed try',
  async (ending) => {
    const onRequest = ({ stream: { session, id = 0 } }: DohRequest) => {
      const remotePort = session?.socket.remotePort;
      if (session !== undefined) endings[ending](session, id, () => server.endAll(remotePort));
    };
    const server = await started(startDoh(identity, onRequest));
    const resolver = resolverOf([`https://127.0.0.1:${server.port}/dns-query`], { tls: { ca }, tries: 2 });
    const error = await failOf(resolver, 'a.example', 'A');
    expect(error.attempts.map(({ outcome }) => outcome)).toStrictEqual(['EOF', 'EOF']);
    expect(server.sessions).toHaveLength(2);
  },
);
