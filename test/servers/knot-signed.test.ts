import { createHash, createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TypeName, typeCode } from '../../src/records/codes.js';
import { parseName } from '../../src/records/name.js';
import type { RecordMap, RecordType, ResourceRecord } from '../../src/records/record-map.js';
import { Resolver } from '../../src/resolver.js';
import { encodeRdata } from './encode-rdata.js';
import { startKnot } from './knot.js';
import { everyQuestion } from './same-answers.js';
import type { RunningServer } from './spawn-server.js';
import { describeWhenInstalled } from './when-installed.js';

/** The names of signed.zone and what knot puts there; `wild` is there because `*.wild` is. */
const typesByOwner: ReadonlyMap<string, readonly TypeName[]> = new Map([
  ['', ['NS', 'SOA', 'RRSIG', 'DNSKEY', 'NSEC3PARAM', 'CDS', 'CDNSKEY']],
  ['ns.', ['A', 'RRSIG']],
  ['a.', ['A', 'RRSIG']],
  ['mx.', ['MX', 'RRSIG']],
  ['type.', ['RRSIG', 'TYPE65280']],
  ['wild.', []],
  ['*.wild.', ['TXT', 'RRSIG']],
]);

describeWhenInstalled('rxdns on zones that knot signed', { knotd: 'knot' }, () => {
  let knot: RunningServer;
  let resolver: Resolver;

  beforeAll(async () => {
    const file = new URL('signed.zone', import.meta.url);
    knot = await startKnot({
      zones: [
        { name: 'nsec.example', file, signedWith: 'NSEC' },
        { name: 'nsec3.example', file, signedWith: 'NSEC3' },
      ],
    });
    resolver = new Resolver({ servers: [knot.address], ...everyQuestion, dnssec: true });
  });
  afterAll(async () => {
    await resolver.close();
    await knot.stop();
  });

  test('NSEC records lead from name to name', async () => {
    expect(await resolver.query('mx.nsec.example', 'NSEC')).toStrictEqual([
      {
        name: 'mx.nsec.example',
        type: 'NSEC',
        class: 'IN',
        ttl: 300,
        nextDomain: 'ns.nsec.example',
        types: ['MX', 'RRSIG', 'NSEC'],
      },
    ]);
  });

  test('NSEC3 records lead from hash to hash', async () => {
    const [parameters] = await resolver.query('nsec3.example', 'NSEC3PARAM');
    if (parameters === undefined) throw new Error('a zone with NSEC3 has an NSEC3PARAM record');
    const { salt, ...others } = parameters;
    expect(salt).toHaveLength(8);
    expect(others).toStrictEqual({
      name: 'nsec3.example',
      type: 'NSEC3PARAM',
      class: 'IN',
      ttl: 300,
      hashAlgorithm: 1,
      flags: 0,
      iterations: 5,
    });
    const ring = [...typesByOwner]
      .map(([owner, types]) => ({ types, hash: hashName(`${owner}nsec3.example`, salt, 5) }))
      .sort((left, right) => Buffer.compare(left.hash, right.hash));
    const expected = ring.map(({ hash, types }, index) => ({
      name: `${toBase32hex(hash)}.nsec3.example`,
      type: 'NSEC3',
      class: 'IN',
      ttl: 300,
      hashAlgorithm: 1,
      flags: 0,
      iterations: 5,
      salt,
      nextHashedOwner: (ring[index + 1] ?? ring[0])?.hash,
      types,
    }));
    expect(await listNsec3(resolver)).toStrictEqual(expected);
  });

  test.each([
    ['nsec.example', 'SOA'],
    ['nsec.example', 'NS'],
    ['nsec.example', 'CDNSKEY'],
    ['mx.nsec.example', 'MX'],
    ['type.nsec.example', 'TYPE65280'],
    ['a.nsec.example', 'NSEC'],
    ['nsec3.example', 'NSEC3PARAM'],
    ['a.nsec3.example', 'A'],
  ] as const)('the signature of %s %s holds over what rxdns encodes', async (name, type) => {
    const { answers } = await resolver.response(name, type);
    const signature = pick(answers, 'RRSIG')[0];
    if (signature === undefined) throw new Error('a signed zone answers with signatures');
    const keys = await resolver.query(signature.signerName, 'DNSKEY');
    const key = keys.find(({ keyTag }) => keyTag === signature.keyTag);
    expect(key?.algorithm).toBe(13);
    const covered = answers.filter((record) => record.type === type);
    const signed = Buffer.concat([
      encodeRdata({ ...signature, signature: new Uint8Array() }),
      ...covered.map((record) => toCanonical(record, signature.originalTtl)),
    ]);
    expect(verifyEcdsa(signed, signature.signature, key?.publicKey ?? new Uint8Array())).toBe(true);
    signed.writeUInt8((signed.at(-1) ?? 0) ^ 1, signed.length - 1);
    expect(verifyEcdsa(signed, signature.signature, key?.publicKey ?? new Uint8Array())).toBe(false);
  });

  test('the CDS record is the digest of the key that rxdns decodes', async () => {
    const [cds] = await resolver.query('nsec.example', 'CDS');
    const keys = await resolver.query('nsec.example', 'DNSKEY');
    const key = keys.find(({ flags }) => flags === 257);
    if (key === undefined) throw new Error('the zone has a key-signing key');
    const digest = createHash('sha256').update(parseName('nsec.example')).update(encodeRdata(key)).digest();
    expect(cds).toStrictEqual({
      name: 'nsec.example',
      type: 'CDS',
      class: 'IN',
      ttl: 0,
      keyTag: key.keyTag,
      algorithm: 13,
      digestType: 2,
      digest: Uint8Array.from(digest),
    });
  });
});

function pick<T extends RecordType>(records: readonly ResourceRecord[], type: T): readonly RecordMap[T][] {
  return records.filter((record): record is RecordMap[T] => record.type === type);
}

/** Every NSEC3 record of nsec3.example, ordered by hash: each name's own comes where it lacks a type. */
async function listNsec3(resolver: Resolver): Promise<readonly ResourceRecord[]> {
  const responses = await Promise.all(
    [...typesByOwner.keys()].map((owner) => resolver.response(`${owner}nsec3.example`, 'AAAA')),
  );
  const records = responses.flatMap(({ authorities }) => pick(authorities, 'NSEC3'));
  return [...new Map(records.map((record) => [record.name, record])).values()].sort((left, right) =>
    left.name < right.name ? -1 : 1,
  );
}

/** RFC 5155 section 5. */
function hashName(name: string, salt: Uint8Array, iterations: number): Uint8Array {
  let hash = Buffer.from(parseName(name));
  for (let round = 0; round <= iterations; round += 1) {
    hash = createHash('sha1').update(hash).update(salt).digest();
  }
  return Uint8Array.from(hash);
}

/** RFC 4648 section 7, without padding. */
function toBase32hex(octets: Uint8Array): string {
  const bits = Array.from(octets, (octet) => octet.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => Number.parseInt(five, 2).toString(32)).join('');
}

/** A record as signatures cover it (RFC 4034 section 6.2). */
function toCanonical(record: ResourceRecord, originalTtl: number): Buffer {
  const rdata = encodeRdata(record);
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(typeCode(record.type), 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(originalTtl, 4);
  fixed.writeUInt16BE(rdata.length, 8);
  return Buffer.concat([parseName(record.name), fixed, rdata]);
}

/** ECDSA on P-256 with SHA-256: the key is x and y, the signature r and s (RFC 6605 section 4). */
function verifyEcdsa(data: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const [x, y] = [publicKey.subarray(0, 32), publicKey.subarray(32)].map((half) =>
    Buffer.from(half).toString('base64url'),
  );
  if (x === undefined || y === undefined) return false;
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature);
}
