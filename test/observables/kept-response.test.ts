import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DnsResponse, Query } from '../../src/observables/exchange.js';
import { KeptResponse } from '../../src/observables/kept-response.js';
import { sameQuestion } from '../../src/observables/question-key.js';
import { exampleAddress, exampleAlias } from './example.js';
import { answer, answerOfSize, ask } from './kept.js';

const times = { storedAt: 1, expiresAt: 2, failures: 0, forName: false };

function keep(kept: KeptResponse, query: Query, response: DnsResponse): void {
  kept.write(query.key, response, times);
}

/** A response as it comes from the cache. */
function fromCache(response: DnsResponse): DnsResponse {
  const octets = Uint8Array.from(response.octets ?? []);
  return { ...response, octets, cached: true, elapsed: 0, attempts: [] };
}

const query = ask('www.example.com');
const edns = { version: 0, payloadSize: 1232, dnssecOk: false, options: [] };

describe('what is read', () => {
  it.each([
    ['addresses', answer(query, { answers: [exampleAddress('www.example.com', 1)] })],
    ['nothing', answer(query)],
    ['EDNS', answer(query, { edns })],
    [
      'an extended error',
      answer(query, { edns: { ...edns, options: [{ code: 15, data: Uint8Array.of(0, 3, 0x6f, 0x6b) }] } }),
    ],
  ])('is the response as it was written, with %s', (_what, response) => {
    const kept = new KeptResponse();
    keep(kept, query, response);
    expect(kept.read(query.question)).toStrictEqual(fromCache(response));
    expect(kept.question).toStrictEqual(query.question);
    expect(kept.message).toStrictEqual(Uint8Array.from(response.octets ?? []));
  });

  it('is what a response without octets says', () => {
    const { octets, ...rest } = answer(query, { answers: [exampleAddress('www.example.com', 1)] });
    const kept = new KeptResponse();
    keep(kept, query, rest);
    expect(kept.message).toStrictEqual(octets);
  });

  it('has the letters of whoever asks, in its question and where its answers have that name', () => {
    const kept = new KeptResponse();
    const answers = [
      exampleAlias('WWW.example.com', 'Host.example.com'),
      exampleAddress('Host.example.com', 1),
      exampleAddress('WWW.Example.com', 2),
    ];
    keep(kept, query, answer(ask('WWW.example.com'), { answers }));
    const { question } = ask('wWw.eXample.com');
    const response = kept.read(question);
    expect(response.questions).toStrictEqual([question]);
    expect(response.answers.map(({ name }) => name)).toStrictEqual([
      'wWw.eXample.com',
      'Host.example.com',
      'wWw.eXample.com',
    ]);
  });

  it('is nobody else’s: what one does to it, the next does not see', () => {
    const kept = new KeptResponse();
    const response = answer(query, { answers: [exampleAddress('www.example.com', 1)] });
    keep(kept, query, response);
    const expected = fromCache(response);
    response.octets?.fill(0xff);
    const one = kept.read(query.question);
    one.octets?.fill(0xff);
    for (const record of one.answers) Object.assign(record, { name: 'changed', address: '203.0.113.9' });
    const other = kept.read(query.question);
    expect(other).toStrictEqual(expected);
    expect(other.octets?.buffer).not.toBe(kept.octets.buffer);
  });
});

describe('written again', () => {
  const sizes = fc.array(fc.oneof(fc.integer({ min: 64, max: 400 }), fc.constantFrom(1232, 4096, 0xffff)), {
    minLength: 1,
    maxLength: 8,
  });
  const names = fc.array(fc.constantFrom('a.example', 'www.example.com', `${'long.'.repeat(40)}example`));

  it('it is the latest alone, longer or shorter', () => {
    const kept = new KeptResponse();
    fc.assert(
      fc.property(sizes, names, (lengths, asked) => {
        for (const [at, size] of lengths.entries()) {
          const latest = ask(asked[at % Math.max(1, asked.length)] ?? 'b.example');
          const response = answerOfSize(latest, Math.max(size, 300));
          keep(kept, latest, response);
          expect(sameQuestion(kept, latest.key)).toBe(true);
          expect(kept.question).toStrictEqual(latest.question);
          expect(kept.message.length).toBe(response.size);
          expect(Buffer.compare(kept.message, response.octets ?? kept.octets)).toBe(0);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('it takes its room again where the next one fits', () => {
    const kept = new KeptResponse();
    keep(kept, query, answerOfSize(query, 200));
    const { octets } = kept;
    for (const size of [100, 200, 64]) {
      keep(kept, query, answerOfSize(query, size));
      expect(kept.octets).toBe(octets);
    }
    keep(kept, query, answerOfSize(query, 400));
    expect(kept.octets).not.toBe(octets);
  });

  it('it gives up the room of a message that was much longer', () => {
    const kept = new KeptResponse();
    keep(kept, query, answerOfSize(query, 0xffff));
    expect(kept.octets.length).toBeGreaterThan(0xffff);
    keep(kept, query, answerOfSize(query, 100));
    expect(kept.octets.length).toBeLessThan(500);
    expect(kept.message.length).toBe(100);
  });

  it('it has the key, the times and the origin of the latest', () => {
    const kept = new KeptResponse();
    keep(kept, query, answer(query));
    const other = ask('other.example', 'MX');
    const response = { ...answer(other), server: '192.0.2.9', transport: 'tcp' } as const;
    kept.write(other.key, response, { storedAt: 5, expiresAt: 6, failures: 2, forName: false });
    expect(kept).toMatchObject({ storedAt: 5, expiresAt: 6, failures: 2, forName: false });
    expect(kept).toMatchObject({ hash: other.key.hash, nameHash: other.key.nameHash, bits: other.key.bits });
    expect(kept.read(other.question)).toMatchObject({ server: '192.0.2.9', transport: 'tcp' });
    kept.write(other.key, response, { ...times, forName: true });
    expect([kept.hash, kept.forName]).toStrictEqual([other.key.nameHash, true]);
  });
});
