import { decodeMessage, encodeMessage } from '../../src/records/message.js';
import type { ResourceRecord } from '../../src/records/record-map.js';

/** The address that {@link answer} has for every name. */
export const address = '192.0.2.7';

/** A response with one address to a query of one question, with a TTL of 300 s. */
export function answer(query: Uint8Array): Uint8Array {
  const message = decodeMessage(query);
  const [{ name } = { name: '.' }] = message.questions;
  const record: ResourceRecord = { name, type: 'A', class: 'IN', ttl: 300, address };
  return encodeMessage({
    ...message,
    flags: { ...message.flags, qr: true, ra: true },
    answers: [record],
  });
}
