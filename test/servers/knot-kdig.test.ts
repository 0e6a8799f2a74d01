import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { typeCode } from '../../src/records/codes.js';
import { formatRdata, formatRecord, parseRecord } from '../../src/records/presentation.js';
import type { ResourceRecord } from '../../src/records/record-map.js';
import { Resolver } from '../../src/resolver.js';
import { encodeRdata } from './encode-rdata.js';
import { expectedAnswers } from './expected.js';
import { askKdig, type PrintedRecord, splitRdata } from './kdig.js';
import { startKnot } from './knot.js';
import { everyQuestion } from './same-answers.js';
import type { RunningServer } from './spawn-server.js';
import { describeWhenInstalled } from './when-installed.js';

/** Questions whose answers kdig prints in another way than rxdns, and why. */
const printedOtherwise: ReadonlySet<string> = new Set([
  'minfo.types.example TYPE14', // kdig knows MINFO
  'spf.types.example TYPE99', // kdig knows the obsolete type SPF; to rxdns it is octets
  'apl-empty.types.example APL', // kdig prints nothing, rxdns what a zone file can hold
  'rrsig-max.types.example RRSIG', // kdig prints the time 4,294,967,295 as one of 1969
]);

describeWhenInstalled('rxdns beside kdig', { knotd: 'knot', kdig: 'knot-dnsutils' }, () => {
  let knot: RunningServer;
  let resolver: Resolver;
  let ours: readonly ResourceRecord[];

  beforeAll(async () => {
    knot = await startKnot({
      zones: [
        { name: 'types.example', file: new URL('every-type.zone', import.meta.url) },
        { name: 'nsec.example', file: new URL('signed.zone', import.meta.url), signedWith: 'NSEC' },
        { name: 'nsec3.example', file: new URL('signed.zone', import.meta.url), signedWith: 'NSEC3' },
      ],
    });
    resolver = new Resolver({ servers: [knot.address], ...everyQuestion });
    const records = await Promise.all(expectedAnswers.map(({ name, type }) => resolver.query(name, type)));
    ours = records.flat();
  });
  afterAll(async () => {
    await resolver.close();
    await knot.stop();
  });

  test('prints every record as kdig does', async () => {
    const theirs = await askKdig(knot.address, expectedAnswers);
    expect(ours.filter(isPrintedAlike).map(describeOurs)).toStrictEqual(
      theirs.filter((_, index) => isPrintedAlike(ours[index])).map(describeTheirs),
    );
  });

  test('parses what kdig prints', async () => {
    const theirs = await askKdig(knot.address, expectedAnswers);
    const parsed = theirs
      .filter((_, index) => isPrintedAlike(ours[index]))
      .map(({ name, ttl, type, rdata }) =>
        parseRecord(type, rdata, { name: name.slice(0, -1), class: 'IN', ttl }),
      );
    expect(parsed).toStrictEqual(ours.filter(isPrintedAlike));
  });

  test('encodes every record to the octets that kdig prints', async () => {
    expect(ours.map(describeOctets)).toStrictEqual(await askKdig(knot.address, expectedAnswers, '+generic'));
  });

  test('prints a zone that knot loads to the same octets', async () => {
    // knot 3.2 does not know the name of the key dohpath yet.
    const lines = ours.map((record) => formatRecord(record).replace(' dohpath=', ' key7='));
    const folder = await mkdtemp(join(tmpdir(), 'rxdns-test-'));
    const file = pathToFileURL(join(folder, 'printed.zone'));
    await writeFile(file, `${lines.join('\n')}\n`);
    const reader = await startKnot({ zones: [{ name: 'types.example', file }] }).finally(() =>
      rm(folder, { recursive: true }),
    );
    const octets = await askKdig(reader.address, expectedAnswers, '+generic').finally(reader.stop);
    expect(octets).toStrictEqual(await askKdig(knot.address, expectedAnswers, '+generic'));
  });

  describe.each(['nsec', 'nsec3'])('on a zone that knot signed with %s', (zone) => {
    test.each([
      ['apex', 'DNSKEY'],
      ['apex', 'CDS'],
      ['apex', 'CDNSKEY'],
      ['apex', 'NSEC3PARAM'],
      ['a', 'A'],
      ['mx', 'MX'],
      ['a', 'RRSIG'],
      ['type', 'TYPE65280'],
      ['any.wild', 'TXT'],
      ['nothing-here', 'A'],
      ['a', 'AAAA'],
      ['apex', 'NSEC'],
    ] as const)('%s %s', async (owner, type) => {
      const name = owner === 'apex' ? `${zone}.example` : `${owner}.${zone}.example`;
      const { answers, authorities } = await resolver.response(name, type, { dnssec: true });
      const records = [...answers, ...authorities];
      const question = [{ name, type }];
      expect(records.map(describeOurs)).toStrictEqual(
        (await askKdig(knot.address, question, '+dnssec')).map(describeTheirs),
      );
      expect(records.map(describeOctets)).toStrictEqual(
        await askKdig(knot.address, question, '+dnssec', '+generic'),
      );
    });
  });
});

function isPrintedAlike(record: ResourceRecord | undefined): boolean {
  return record !== undefined && !printedOtherwise.has(`${record.name} ${record.type}`);
}

interface ComparedRecord extends Omit<PrintedRecord, 'rdata'> {
  readonly fields: readonly string[];
}

function describeOurs(record: ResourceRecord): ComparedRecord {
  const { name, ttl, type } = record;
  return { name: `${name}.`, ttl, type, fields: splitFields(type, formatRdata(record)) };
}

function describeTheirs({ rdata, ...head }: PrintedRecord): ComparedRecord {
  return { ...head, fields: splitFields(head.type, rdata) };
}

/** Types whose RDATA has hexadecimal digits, of either case. */
const hexadecimal: ReadonlySet<string> = new Set([
  'DS',
  'CDS',
  'EUI48',
  'EUI64',
  'NSEC3',
  'NSEC3PARAM',
  'SMIMEA',
  'SSHFP',
  'TLSA',
]);

function splitFields(type: string, rdata: string): readonly string[] {
  const fields = splitRdata(rdata);
  if (hexadecimal.has(type) || rdata.startsWith('\\#')) return fields.map((field) => field.toLowerCase());
  // RFC 1876 section 3: fractions are optional.
  if (type === 'LOC') return fields.map((field) => field.replace(/\.0+(?=m?$)|(?<=\.\d*[1-9])0+(?=m?$)/, ''));
  if (type !== 'SVCB' && type !== 'HTTPS') return fields;
  // RFC 9460 section 2.1: a key may stand by its number, and an equals sign without a value may be left out.
  return fields.map((field) => field.replace(/^dohpath(?=\\061)/, 'key7').replace(/^(key\d+)\\061$/, '$1'));
}

/** A record as `kdig +generic` prints it (RFC 3597 section 5), from what rxdns encodes. */
function describeOctets(record: ResourceRecord): PrintedRecord {
  const rdata = encodeRdata(record);
  const digits = Buffer.from(rdata).toString('hex').toUpperCase();
  return {
    name: `${record.name}.`,
    ttl: record.ttl,
    type: `TYPE${typeCode(record.type)}`,
    rdata: `\\# ${rdata.length} ${digits}`.trim(),
  };
}
