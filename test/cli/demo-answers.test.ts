import { describe, expect, it } from 'vitest';
import { demoReply } from '../../src/cli/demo-answers.js';

function describeReply(name: string, type: string, transport: 'udp' | 'tcp'): string {
  const reply = demoReply({ name, type, transport });
  if (reply.kind !== 'answer') return reply.kind;
  if (reply.rcode !== undefined) return reply.rcode;
  return (reply.answers ?? []).length === 0 ? 'NODATA' : 'NOERROR';
}

function countReplies(type: string, transport: 'udp' | 'tcp'): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let n = 0; n < 20_000; n += 1) {
    const reply = describeReply(`host-${n}.example`, type, transport);
    counts.set(reply, (counts.get(reply) ?? 0) + 1);
  }
  return counts;
}

describe('demoReply', () => {
  it.each(['A', 'MX', 'TXT', 'CAA'])('mixes its replies for %s', (type) => {
    const overUdp = countReplies(type, 'udp');
    const shares: readonly (readonly [string, number])[] = [
      ['NXDOMAIN', 400],
      ['NODATA', 392],
      ['SERVFAIL', 98],
      ['truncate', 196],
      ['NOERROR', 18_914],
    ];
    expect([...overUdp.keys()].sort()).toStrictEqual(shares.map(([reply]) => reply).sort());
    for (const [reply, expected] of shares) {
      // Five standard deviations of a fair draw.
      const margin = 5 * Math.sqrt(expected);
      expect(Math.abs((overUdp.get(reply) ?? 0) - expected), reply).toBeLessThan(margin);
    }
    expect(countReplies(type, 'tcp').has('truncate')).toBe(false);
  });

  it('says the same again, whatever the case of the name', () => {
    for (let n = 0; n < 1000; n += 1) {
      const lower = demoReply({ name: `host-${n}.example`, type: 'TXT', transport: 'udp' });
      expect(demoReply({ name: `host-${n}.example`, type: 'TXT', transport: 'udp' })).toStrictEqual(lower);
      expect(describeReply(`HOST-${n}.example`, 'TXT', 'udp')).toBe(
        describeReply(`host-${n}.example`, 'TXT', 'udp'),
      );
    }
  });

  it.each(['A', 'AAAA', 'MX', 'NS', 'PTR', 'TXT', 'SOA', 'SRV', 'CAA'])('has records of type %s', (type) => {
    const reply = demoReply({ name: 'host-1.example', type, transport: 'tcp' });
    if (reply.kind !== 'answer') throw new Error(`the reply is ${reply.kind}`);
    expect(new Set(reply.answers?.map((record) => `${record.name} ${record.type}`))).toStrictEqual(
      new Set([`host-1.example ${type}`]),
    );
  });

  it('denies a name for every type or for none', () => {
    for (let n = 0; n < 2000; n += 1) {
      const denied = ['A', 'MX', 'TYPE65280'].map(
        (type) => describeReply(`h${n}.example`, type, 'tcp') === 'NXDOMAIN',
      );
      expect(new Set(denied).size).toBe(1);
    }
  });
});
