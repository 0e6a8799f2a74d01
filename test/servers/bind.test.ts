import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Resolver } from '../../src/resolver.js';
import { startBind } from './bind.js';
import { head, utf8 } from './expect-record.js';
import { expectedSecurity } from './expected-security.js';
import { type Exception, everyQuestion, failOf, testSameAnswers } from './same-answers.js';
import type { RunningServer } from './spawn-server.js';
import { describeWhenInstalled } from './when-installed.js';

/** BIND 9.18 loads every line of every-type.zone but this: an NSEC record without a type is malformed to it. */
const without = ['nsec-empty'];

const ownLetterCase = 'BIND answers with owner names and names in RDATA spelled as in the zone file';

const exceptions: readonly Exception[] = [
  {
    name: 'upper.types.example',
    type: 'A',
    reason: ownLetterCase,
    records: [{ ...head('UPPER', 'A'), address: '192.0.2.60' }],
  },
  {
    name: 'uPpEr-Mx.types.example',
    type: 'MX',
    reason: ownLetterCase,
    records: [{ ...head('upper-mx', 'MX'), preference: 5, exchange: 'MAIL.Types.Example' }],
  },
  {
    name: 'rrsig.types.example',
    type: 'RRSIG',
    reason:
      'BIND loads a signature with the TTL of the zone where the line has none, not with its original TTL',
    records: expectedSecurity
      .filter(({ name }) => name === 'rrsig.types.example')
      .map((record) => ({ ...record, ttl: 3600 })),
  },
];

describeWhenInstalled('rxdns against BIND', { named: 'bind9' }, () => {
  let bind: RunningServer;
  let resolver: Resolver;

  beforeAll(async () => {
    const file = new URL('every-type.zone', import.meta.url);
    bind = await startBind({ zones: [{ name: 'types.example', file, without }] });
    resolver = new Resolver({ servers: [bind.address], ...everyQuestion });
  });
  afterAll(async () => {
    await resolver.close();
    await bind.stop();
  });

  test('BIND fails to start with its own log, where a zone does not load', async () => {
    const file = new URL('every-type.zone', import.meta.url);
    await expect(startBind({ zones: [{ name: 'types.example', file }] })).rejects.toThrow(
      /^named failed on .*: near eol: FORMERR/s,
    );
  });

  testSameAnswers({
    resolver: () => resolver,
    flags: { aa: true, ra: false },
    maxAge: 0,
    notServed: without.map((owner) => `${owner}.types.example`),
    exceptions,
  });

  describe('in its own way', () => {
    test('a loop is ESERVFAIL, with the extended error (RFC 8914)', async () => {
      const error = await failOf(resolver, 'loop1.types.example', 'A');
      expect(error.code).toBe('ESERVFAIL');
      expect(error.extendedErrors).toStrictEqual([{ infoCode: 0, extraText: 'max. restarts reached' }]);
      expect(error.attempts.map(({ outcome }) => outcome)).toStrictEqual([
        'SERVFAIL',
        'SERVFAIL',
        'SERVFAIL',
      ]);
    });

    test('a chain comes whole, in one response', async () => {
      const { answers } = await resolver.response('long1.types.example', 'A');
      expect(answers.map(({ type }) => type)).toStrictEqual([
        ...Array.from({ length: 8 }, () => 'CNAME'),
        ...Array.from({ length: 3 }, () => 'A'),
      ]);
    });

    test('a name outside its zones is EREFUSED', async () => {
      expect((await failOf(resolver, 'www.elsewhere.example', 'A')).code).toBe('EREFUSED');
    });

    test('ANY gives every RRset of the name, mixed', async () => {
      const records = await resolver.query('any.thing.wild.types.example', 'ANY');
      const byType = [...records].sort((left, right) => (left.type < right.type ? -1 : 1));
      expect(byType).toStrictEqual([
        { ...head('any.thing.wild', 'A', 120), address: '192.0.2.41' },
        {
          ...head('any.thing.wild', 'TXT'),
          strings: [utf8('from the wildcard')],
          text: 'from the wildcard',
        },
      ]);
    });

    test('id.server in class CH is the identity of the server', async () => {
      expect(await resolver.query('id.server', 'TXT', { class: 'CH' })).toStrictEqual([
        {
          name: 'id.server',
          type: 'TXT',
          class: 'CH',
          ttl: 0,
          strings: [utf8(bind.identity)],
          text: bind.identity,
        },
      ]);
    });
  });
});
