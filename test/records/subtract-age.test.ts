import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '../../src/records/message.js';
import { subtractAge } from '../../src/records/subtract-age.js';

const a = (name: string, ttl: number) =>
  ({ name, type: 'A', class: 'IN', ttl, address: '192.0.2.1' }) as const;
const response = encodeMessage({
  id: 7,
  opcode: 'QUERY',
  rcode: 'NOERROR',
  flags: { qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: false },
  questions: [{ name: 'www.example.com', type: 'A', class: 'IN' }],
  answers: [a('www.example.com', 300), a('www.example.com', 59)],
  authorities: [{ name: 'example.com', type: 'NS', class: 'IN', ttl: 1000, target: 'ns.example.com' }],
  additionals: [a('ns.example.com', 60)],
  edns: { version: 0, payloadSize: 1232, dnssecOk: true, options: [] },
});

it('takes seconds off every TTL, down to 0, and leaves the rest', () => {
  const before = decodeMessage(response);
  expect(decodeMessage(subtractAge(response, 60))).toStrictEqual({
    ...before,
    answers: [a('www.example.com', 240), a('www.example.com', 0)],
    authorities: before.authorities.map((record) => ({ ...record, ttl: 940 })),
    additionals: [a('ns.example.com', 0)],
  });
  expect(decodeMessage(response)).toStrictEqual(before);
});

it('makes a TTL with the top bit set 0', () => {
  const odd = new Uint8Array(response);
  // Behind header, question, pointer, type and class.
  new DataView(odd.buffer).setUint32(12 + 21 + 6, 0xffff_ffff);
  expect(decodeMessage(subtractAge(odd, 1)).answers[0]?.ttl).toBe(0);
});

it('gives malformed messages back as they are', () => {
  for (let length = 0; length < response.length; length += 1) {
    const cut = response.subarray(0, length);
    expect(subtractAge(cut, 1)).toBe(cut);
  }
});

it('never throws', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => subtractAge(octets, 1) !== undefined));
});
