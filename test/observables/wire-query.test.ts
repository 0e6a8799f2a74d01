import { asyncScheduler } from 'rxjs';
import { expect, it } from 'vitest';
import { CookieJar } from '../../src/observables/cookies.js';
import { EventSource } from '../../src/observables/events.js';
import { makeQuery, toServer } from '../../src/observables/make-query.js';
import { OptSource } from '../../src/observables/opt-source.js';
import { WireQuery } from '../../src/observables/wire-query.js';
import { decodeMessage, encodeMessage } from '../../src/records/message.js';
import { exampleServerQuery } from './example.js';

it('takes no response before it was sent: what would tell a forged one is not drawn yet', () => {
  const { settings, server, transport } = exampleServerQuery({ cookies: false });
  const query = toServer(makeQuery(settings, 'a.example', 'A', 'IN'), server, transport);
  const cookies = new CookieJar(() => 0);
  const services = { cookies, opts: new OptSource(cookies), events: new EventSource(), random: () => 0 };
  const pools = {
    poolFor: () => {
      throw new Error('nothing is sent here');
    },
  };
  const observer = { next: () => undefined, error: () => undefined };
  const wire = new WireQuery(query, pools, { ...services, scheduler: asyncScheduler }, observer);
  const reply = (sent: Uint8Array) => {
    const message = decodeMessage(sent);
    return encodeMessage({ ...message, flags: { ...message.flags, qr: true } });
  };
  const twin = new WireQuery(query, pools, { ...services, scheduler: asyncScheduler }, observer);
  const forged = reply(twin.encode(7, undefined));
  expect(wire.accept(forged)).toBe('unknown-id');
  wire.encode(7, undefined);
  expect(wire.accept(forged)).toMatchObject({ id: 7, rcode: 'NOERROR' });
});
