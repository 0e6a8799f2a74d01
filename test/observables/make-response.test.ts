import { describe, expect, it } from 'vitest';
import { makeResponse, noAttempts } from '../../src/observables/make-response.js';
import { ednsOptions } from '../../src/records/edns.js';
import { decodeMessage, encodeMessage, type Message } from '../../src/records/message.js';

const origin = { server: '192.0.2.53', transport: 'udp', elapsed: 7 } as const;
const attempt = { ...origin, outcome: 'NOERROR' } as const;

function wire(edns: Message['edns']): Uint8Array {
  const flags = { qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: false };
  const questions = [{ name: 'www.example', type: 'A', class: 'IN' }] as const;
  const answers = [{ ...questions[0], ttl: 60, address: '192.0.2.1' }];
  const sections = { questions, answers, authorities: [...answers, ...answers], additionals: answers };
  const head = { id: 1, opcode: 'QUERY', rcode: 'NOERROR', flags } as const;
  return encodeMessage(edns === undefined ? { ...head, ...sections } : { ...head, ...sections, edns });
}

const edns = { version: 0, payloadSize: 1232, dnssecOk: false };
const other = { code: ednsOptions.NSID, data: Uint8Array.of(1) };
const error = { code: ednsOptions.EXTENDED_ERROR, data: Uint8Array.of(0, 18) };

describe('makeResponse', () => {
  it.each([
    ['without EDNS', undefined, {}],
    ['without options', { ...edns, options: [] }, {}],
    ['without extended errors', { ...edns, options: [other] }, {}],
    [
      'with an extended error',
      { ...edns, options: [other, error] },
      { extendedErrors: [{ infoCode: 18, extraText: '' }] },
    ],
  ])('a message %s, from a server and from the cache', (_, given, more) => {
    const octets = wire(given);
    const message = decodeMessage(octets);
    const whole = { ...message, ...origin, size: octets.length, octets, ...more };
    expect(makeResponse(message, octets, origin, [attempt])).toStrictEqual({
      ...whole,
      cached: false,
      attempts: [attempt],
    });
    expect(makeResponse(message, octets, origin, noAttempts)).toStrictEqual({
      ...whole,
      cached: true,
      attempts: [],
    });
  });
});
