import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Family, type HostEntry, isDnsError, Resolver } from '../src/index.js';
import { type NameServer, type Reply, startNameServer } from '../src/testing/index.js';
import { type AiodnsCall, type AiodnsOutcome, askAiodns, missingAiodns } from './aiodns/aiodns.js';
import { type AiodnsType, asAiodns, hostAsAiodns, reverseAsAiodns } from './aiodns/as-aiodns.js';
import { zones } from './aiodns/zones.js';
import { startKnot } from './servers/knot.js';
import type { RunningServer } from './servers/spawn-server.js';
import { describeUnlessMissing, describeWhenInstalled } from './servers/when-installed.js';

/** A question in the words of both. */
interface Question extends AiodnsCall {
  readonly title: string;
  ask(resolver: Resolver): Promise<unknown>;
}

const addressFamilies = { 4: 2, 6: 10 } as const; // AF_INET and AF_INET6 on Linux

const results: readonly Question[] = [
  query('a.parity.test', 'A'),
  query('alias.parity.test', 'A'),
  query('chain.parity.test', 'A'),
  query('aaaa.parity.test', 'AAAA'),
  query('caa.parity.test', 'CAA'),
  query('cname.parity.test', 'CNAME'),
  query('mx.parity.test', 'MX'),
  query('null-mx.parity.test', 'MX'),
  query('naptr.parity.test', 'NAPTR'),
  query('parity.test', 'NS'),
  query('1.2.0.192.in-addr.arpa', 'PTR'),
  query('2.2.0.192.in-addr.arpa', 'PTR'),
  query('parity.test', 'SOA'),
  query('srv.parity.test', 'SRV'),
  query('txt.parity.test', 'TXT'),
  query('txt-octets.parity.test', 'TXT'),
  byName('a.parity.test', 4),
  byName('both.parity.test', 4),
  byName('both.parity.test', 6),
  byName('alias.parity.test', 4),
  byName('short', 4),
  byName('192.0.2.9', 4),
  byAddress('192.0.2.1'),
  byAddress('192.0.2.2'),
  byAddress('2001:db8::1'),
];

const errors: readonly Question[] = [
  query('nobody.parity.test', 'A'),
  query('txt.parity.test', 'A'),
  query('a.parity.test', 'SOA'),
  query('a..parity.test', 'A'),
  query(`${'a'.repeat(64)}.parity.test`, 'A'),
  byName('nobody.parity.test', 4),
  byName('txt.parity.test', 4),
  byName('aaaa.parity.test', 4),
  byName('a..parity.test', 4),
  byAddress('192.0.2.77'),
];

/** Answers that are no answers, by the label that asks for them. */
const misbehaviour: Readonly<Record<string, Reply>> = {
  silent: { kind: 'drop' },
  formerr: { kind: 'answer', rcode: 'FORMERR' },
  servfail: { kind: 'answer', rcode: 'SERVFAIL' },
  notimp: { kind: 'answer', rcode: 'NOTIMP' },
  refused: { kind: 'answer', rcode: 'REFUSED' },
};

const failures: readonly Question[] = [
  query('formerr.parity.test', 'A'),
  query('silent.parity.test', 'A'),
  { ...query('silent.parity.test', 'MX'), cancel: true, title: 'cancel' },
];

/** Failures of a server: c-ares 1.18 says `ECONNREFUSED` of each, later ones what the server said. */
const refusals: readonly (Question & { readonly errno: number })[] = [
  { ...query('servfail.parity.test', 'A'), errno: 3 },
  { ...query('notimp.parity.test', 'A'), errno: 5 },
  { ...query('refused.parity.test', 'A'), errno: 6 },
];

const limits = { timeout: 300, tries: 2, domains: ['parity.test'] };

describeUnlessMissing('rxdns beside aiodns', missingAiodns(), () => {
  describe('with the embedded name server', () => {
    const questions = [...results, ...errors, ...failures, ...refusals];
    let server: NameServer;
    const sides = compare(questions, () => server.address);
    beforeAll(async () => {
      server = await startNameServer({
        zone: Object.entries(zones)
          .map(([apex, text]) => `$TTL 300\n$ORIGIN ${apex}.\n${text}`)
          .join(''),
        respond: ({ name }) => misbehaviour[name.split('.')[0] ?? ''],
      });
    });
    afterAll(() => server.close());

    test.each(results)('$title: the same result', async (question) => {
      const { ours, theirs } = await sides(question);
      expect(ours).toStrictEqual(theirs);
      expect(ours).toHaveProperty('result');
    });

    test.each([...errors, ...failures])('$title: the same error', async (question) => {
      const { ours, theirs } = await sides(question);
      expect(ours).toStrictEqual(theirs);
      expect(ours).toHaveProperty('errno');
    });

    test.each(refusals)('$title: the error that the server gave', async (question) => {
      const { ours, theirs } = await sides(question);
      expect(ours).toStrictEqual({ errno: question.errno });
      expect([{ errno: 11 }, ours]).toContainEqual(theirs);
    });
  });

  describeWhenInstalled('with knot', { knotd: 'knot' }, () => {
    let folder: string;
    let knot: RunningServer;
    const sides = compare([...results, ...errors], () => knot.address);
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'rxdns-test-'));
      const files = Object.entries(zones).map(async ([name, text]) => {
        const path = join(folder, name);
        await writeFile(path, `$TTL 300\n${text}`);
        return { name, file: pathToFileURL(path) };
      });
      knot = await startKnot({ zones: await Promise.all(files) });
    });
    afterAll(async () => {
      await knot.stop();
      await rm(folder, { recursive: true });
    });

    test.each([...results, ...errors])('$title: the same', async (question) => {
      const { ours, theirs } = await sides(question);
      expect(ours).toStrictEqual(theirs);
    });
  });
});

/** Asks all the questions of aiodns at once, when the first is needed: Python takes its time to start. */
function compare(questions: readonly Question[], address: () => string) {
  let asked: Promise<readonly AiodnsOutcome[]> | undefined;
  return async (question: Question) => {
    const port = Number(address().split(':').at(-1));
    asked ??= askAiodns(port, { ...limits, timeout: limits.timeout / 1000 }, questions);
    const theirs = (await asked)[questions.indexOf(question)];
    await using resolver = new Resolver({ servers: [address()], ...limits, lookups: 'b' });
    if (question.cancel === true) setTimeout(() => resolver.cancel(), 50);
    const ours = await question.ask(resolver).then(
      (result) => ({ result }),
      (error: unknown) => {
        if (isDnsError(error)) return { errno: error.errno };
        throw error;
      },
    );
    return { ours, theirs };
  };
}

function query(name: string, type: AiodnsType): Question {
  return {
    title: `${name} ${type}`,
    call: ['query', name, type],
    ask: (resolver) => askAs(resolver, name, type),
  };
}

/** Generic, so that the records and what is made of them are of one type. */
async function askAs<Type extends AiodnsType>(
  resolver: Resolver,
  name: string,
  type: Type,
): Promise<unknown> {
  return asAiodns[type](await resolver.query(name, type));
}

function byName(host: string, family: Family): Question {
  return {
    title: `gethostbyname ${host} IPv${family}`,
    call: ['gethostbyname', host, addressFamilies[family]],
    ask: (resolver) => resolver.gethostbyname(host, family).then(hostAsAiodns),
  };
}

function byAddress(address: string): Question {
  return {
    title: `gethostbyaddr ${address}`,
    call: ['gethostbyaddr', address],
    ask: (resolver) => resolver.gethostbyaddr(address).then((host: HostEntry) => reverseAsAiodns(host)),
  };
}
