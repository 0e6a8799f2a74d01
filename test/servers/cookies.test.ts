import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ednsOptions } from '../../src/records/edns.js';
import { Resolver } from '../../src/resolver.js';
import type { Transport } from '../../src/socket/connect.js';
import { startBind } from './bind.js';
import { expectedAnswers } from './expected.js';
import { startKnot } from './knot.js';
import { type PassedMessage, type RecordingRelay, startRelay } from './recording-relay.js';
import type { RunningServer } from './spawn-server.js';
import { startUnbound } from './unbound.js';
import { describeWhenInstalled } from './when-installed.js';

const zone = { name: 'types.example', file: new URL('every-type.zone', import.meta.url) };
const bindZone = { ...zone, without: ['nsec-empty'] };

/** Octets of our cookie; of ours and the server's, both as RFC 9018 makes them. */
const clientLength = 8;
const bothLength = 24;

describeWhenInstalled('cookies that BIND demands', { named: 'bind9' }, () =>
  testEnforcedCookies(() => startBind({ zones: [bindZone], enforceCookies: true })),
);

describeWhenInstalled('cookies that knot demands', { knotd: 'knot' }, () =>
  testEnforcedCookies(() => startKnot({ zones: [zone], enforceCookies: true })),
);

describeWhenInstalled('cookies that BIND only offers', { named: 'bind9' }, () => {
  const { resolver, relay } = useRelay(() => startBind({ zones: [bindZone] }));

  test('the first answer brings the cookie that the next query has', async () => {
    await resolver().query('mx.types.example', 'MX');
    await resolver().query('txt.types.example', 'TXT');
    const messages = relay().takeMessages();
    expect(messages.map(describeMessage)).toStrictEqual([
      { transport: 'udp', from: 'resolver', cookie: clientLength },
      { transport: 'udp', from: 'server', cookie: bothLength, rcode: 'NOERROR' },
      { transport: 'udp', from: 'resolver', cookie: bothLength },
      { transport: 'udp', from: 'server', cookie: bothLength, rcode: 'NOERROR' },
    ]);
    expect(cookieOf(messages[2])).toStrictEqual(cookieOf(messages[1]));
  });
});

describeWhenInstalled('cookies that unbound ignores', { unbound: 'unbound', knotd: 'knot' }, () => {
  let knot: RunningServer;
  beforeAll(async () => {
    knot = await startKnot({ zones: [zone] });
  });
  afterAll(() => knot.stop());
  const { resolver, relay } = useRelay(() => startUnbound({ upstream: knot.address, zone: zone.name }));

  test('it is not sent another one for a while', async () => {
    await resolver().query('mx.types.example', 'MX');
    await resolver().query('txt.types.example', 'TXT');
    expect(relay().takeMessages().map(describeMessage)).toStrictEqual([
      { transport: 'udp', from: 'resolver', cookie: clientLength },
      { transport: 'udp', from: 'server', cookie: 0, rcode: 'NOERROR' },
      { transport: 'udp', from: 'resolver', cookie: 0 },
      { transport: 'udp', from: 'server', cookie: 0, rcode: 'NOERROR' },
    ]);
  });
});

/** The tests of a server that answers BADCOOKIE to cookies that it did not give (RFC 7873 section 5.2.3). */
function testEnforcedCookies(start: () => Promise<RunningServer>): void {
  const { resolver, relay } = useRelay(start);

  test('a query without the server cookie is sent again with it, and that is no try', async () => {
    const response = await resolver().response('mx.types.example', 'MX', { tries: 1 });
    expect(response.answers).toHaveLength(3);
    expect(response.attempts.map(({ outcome }) => outcome)).toStrictEqual(['BADCOOKIE', 'NOERROR']);
    const messages = relay().takeMessages();
    expect(messages.map(describeMessage)).toStrictEqual([
      { transport: 'udp', from: 'resolver', cookie: clientLength },
      { transport: 'udp', from: 'server', cookie: bothLength, rcode: 'BADCOOKIE' },
      { transport: 'udp', from: 'resolver', cookie: bothLength },
      { transport: 'udp', from: 'server', cookie: bothLength, rcode: 'NOERROR' },
    ]);
    expect(cookieOf(messages[1])?.subarray(0, clientLength)).toStrictEqual(cookieOf(messages[0]));
    expect(cookieOf(messages[2])).toStrictEqual(cookieOf(messages[1]));
  });

  test('later queries have it at once', async () => {
    await resolver().query('mx.types.example', 'MX');
    relay().takeMessages();
    const response = await resolver().response('txt.types.example', 'TXT');
    expect(response.attempts.map(({ outcome }) => outcome)).toStrictEqual(['NOERROR']);
    expect(relay().takeMessages().map(describeMessage)).toStrictEqual([
      { transport: 'udp', from: 'resolver', cookie: bothLength },
      { transport: 'udp', from: 'server', cookie: bothLength, rcode: 'NOERROR' },
    ]);
  });

  test('queries that leave before the first cookie comes are all answered', async () => {
    const questions = expectedAnswers.filter(({ name }) => name !== 'nsec-empty.types.example');
    const answers = await Promise.all(questions.map(({ name, type }) => resolver().query(name, type)));
    expect(answers.map((records) => records.length)).toStrictEqual(
      questions.map(({ records }) => records.length),
    );
  });

  test('a server that no longer knows its cookie gives another', async () => {
    await resolver().query('mx.types.example', 'MX');
    const successor = await start();
    const first = relay().takeMessages();
    relay().upstream = successor.address;
    try {
      expect(await resolver().query('txt.types.example', 'TXT')).toHaveLength(1);
    } finally {
      await successor.stop();
    }
    const messages = relay().takeMessages();
    expect(messages.map(describeMessage)).toStrictEqual([
      { transport: 'udp', from: 'resolver', cookie: bothLength },
      { transport: 'udp', from: 'server', cookie: bothLength, rcode: 'BADCOOKIE' },
      { transport: 'udp', from: 'resolver', cookie: bothLength },
      { transport: 'udp', from: 'server', cookie: bothLength, rcode: 'NOERROR' },
    ]);
    expect(cookieOf(messages[0])).toStrictEqual(cookieOf(first.at(-1)));
    expect(cookieOf(messages[2])).toStrictEqual(cookieOf(messages[1]));
    expect(cookieOf(messages[2])).not.toStrictEqual(cookieOf(messages[0]));
  });

  test('none goes over TCP', async () => {
    const response = await resolver().response('hundred.types.example', 'A');
    expect(response.answers).toHaveLength(100);
    const queries = relay()
      .takeMessages()
      .filter(({ from }) => from === 'resolver');
    expect(queries.map(describeMessage)).toStrictEqual([
      { transport: 'udp', from: 'resolver', cookie: clientLength },
      { transport: 'udp', from: 'resolver', cookie: bothLength },
      { transport: 'tcp', from: 'resolver', cookie: 0 },
    ]);
  });

  test('who sends none is answered without', async () => {
    const without = new Resolver({ servers: [relay().address], cookies: false });
    try {
      expect(await without.query('mx.types.example', 'MX')).toHaveLength(3);
    } finally {
      await without.close();
    }
    expect(relay().takeMessages().map(describeMessage)).toStrictEqual([
      { transport: 'udp', from: 'resolver', cookie: 0 },
      { transport: 'udp', from: 'server', cookie: 0, rcode: 'NOERROR' },
    ]);
  });
}

interface Rig {
  readonly resolver: () => Resolver;
  readonly relay: () => RecordingRelay;
}

/** One server for all tests around it; a relay, and a resolver that knows no cookie yet, for each. */
function useRelay(start: () => Promise<RunningServer>): Rig {
  let server: RunningServer;
  let relay: RecordingRelay;
  let resolver: Resolver;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    relay = await startRelay(server.address);
    resolver = new Resolver({ servers: [relay.address], cache: false });
  });
  afterEach(async () => {
    await resolver.close();
    await relay.stop();
  });
  return { resolver: () => resolver, relay: () => relay };
}

interface Described {
  readonly transport: Transport;
  readonly from: PassedMessage['from'];
  /** Octets of the COOKIE option; 0 without one. */
  readonly cookie: number;
  readonly rcode?: string;
}

function describeMessage(passed: PassedMessage): Described {
  const { transport, from, message } = passed;
  const cookie = cookieOf(passed)?.length ?? 0;
  return { transport, from, cookie, ...(from === 'server' && { rcode: message.rcode }) };
}

function cookieOf(passed: PassedMessage | undefined): Uint8Array | undefined {
  return passed?.message.edns?.options.find(({ code }) => code === ednsOptions.COOKIE)?.data;
}
