import { WireError } from '../index.js';
import { type NameServer, type Reply, startNameServer } from '../nameserver/index.js';
import { usageError } from './command-error.js';
import { demoRecords, negative } from './demo-answers.js';
import type { Asked, DemoServers } from './run-question.js';

/**
 * Starts a name server that changes its mind every three seconds, now and then fails, and sometimes knows nothing.
 *
 * Rejects where it cannot listen.
 */
export async function startChangingServer(): Promise<DemoServers> {
  const started = performance.now();
  const server = await startNameServer({
    respond: ({ name, type }) =>
      changingReply(name, type, Math.floor((performance.now() - started) / phaseLength)),
  });
  return { addresses: [server.address], close: () => server.close() };
}

/** The reply in each phase: of six, the fourth is SERVFAIL and the sixth NODATA; the others have records. */
export function changingReply(name: string, type: string, phase: number): Reply {
  if (phase % 6 === 3) return { kind: 'answer', rcode: 'SERVFAIL' };
  const answers = demoRecords(name, type, phase).map((record) => ({ ...record, ttl: demoTtl }));
  return phase % 6 === 5 || answers.length === 0 ? negative : { kind: 'answer', answers };
}

/**
 * Starts three name servers that get the wanted records one after another, a second apart.
 *
 * Rejects where they cannot listen, and with {@link CommandError} for a value that is none of the type.
 */
export async function startSlowServers(
  { name, type }: Asked,
  values: readonly string[],
): Promise<DemoServers> {
  const owner = name === '.' ? name : `${name}.`;
  const zone = values.map((value) => `${owner} ${demoTtl} ${type} ${zoneText(type, value)}\n`).join('');
  const started = performance.now();
  const start = (delay: number): Promise<NameServer> =>
    startNameServer({
      zone,
      respond: () => (performance.now() - started < delay ? { ...negative, rcode: 'NXDOMAIN' } : undefined),
    });
  try {
    const servers = await Promise.all([1000, 2000, 3000].map(start));
    return {
      addresses: servers.map(({ address }) => address),
      async close() {
        await Promise.all(servers.map((server) => server.close()));
      },
    };
  } catch (error) {
    throw error instanceof WireError ? usageError(error.message) : error;
  }
}

/** Milliseconds. */
const phaseLength = 3000;

/** Seconds. */
const demoTtl = 1;

/** The RDATA of a value as a zone has it: text without quotes would be words. */
function zoneText(type: string, value: string): string {
  return type === 'TXT' && !value.startsWith('"') ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}
