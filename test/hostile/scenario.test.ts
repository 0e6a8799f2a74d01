import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDnsError } from '../../src/errors.js';
import type { ResourceRecord } from '../../src/records/record-map.js';
import { Resolver } from '../../src/resolver.js';
import { chainScenarios } from './chain-scenarios.js';
import { type HostileServer, startHostileServer } from './hostile-server.js';
import { rcodeScenarios } from './rcode-scenarios.js';
import type { Scenario } from './scenario.js';
import { streamScenarios } from './stream-scenarios.js';

const groups = [
  { about: 'rcodes, EDNS, truncation, time', scenarios: rcodeScenarios },
  { about: 'chains and names', scenarios: chainScenarios },
  { about: 'streams', scenarios: streamScenarios },
] as const;
const all: readonly Scenario[] = groups.flatMap(({ scenarios }) => scenarios);

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  console.log(`hostile scenarios: ${all.length}`);
});

describe.each(groups)('$about', ({ about, scenarios }) => {
  it.each(scenarios.map((scenario, n) => ({ ...scenario, n })))('$what', async (scenario) => {
    const name = `n${scenario.n}.${about.slice(0, 5)}.hostile.test`;
    server.play(name, scenario.script);
    await using resolver = new Resolver({ servers: [server.address], ...scenario.options });
    const { result, attempts } = await look(resolver, name, scenario);
    const expected =
      typeof scenario.result === 'string'
        ? scenario.result
        : scenario.result.map((text) => text.replace('{name}', name));
    expect(result).toStrictEqual(expected);
    expect(server.queriesFor(name).map(({ transport }) => transport)).toStrictEqual(
      scenario.asked ?? ['udp'],
    );
    if (scenario.trail !== undefined)
      expect(attempts.map(({ outcome }) => outcome)).toStrictEqual(scenario.trail);
  });
});

it('there are enough of them', () => {
  expect(all.length).toBeGreaterThanOrEqual(80);
});

async function look(resolver: Resolver, name: string, { type = 'A' }: Scenario) {
  try {
    const { records, status, attempts, error } = await resolver.outcome(name, type);
    return { result: error?.code ?? (status === 'NOERROR' ? records.map(inShort) : status), attempts };
  } catch (error) {
    if (!isDnsError(error)) throw error;
    return { result: error.code, attempts: error.attempts };
  }
}

/** What a record says, as far as the scenarios ask for it. */
function inShort(record: ResourceRecord): string {
  switch (record.type) {
    case 'A':
      return record.address;
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return record.target;
    case 'MX':
      return record.exchange;
    case 'TXT':
      return record.text;
    default:
      throw new Error(`no scenario asks for ${record.type}`);
  }
}
