import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode, type Packet, RECURSION_DESIRED } from 'dns-packet';

/**
 * Whether the server on this port of 127.0.0.1 has our identity (`id.server CH TXT`), and answers for the apex
 * of each of these zones: servers listen before they have loaded, and a port may be somebody else's.
 */
export async function isServing(port: number, identity: string, zones: readonly string[]): Promise<boolean> {
  const [id] = (await ask(port, 'id.server', 'TXT', 'CH'))?.answers ?? [];
  if (id?.type !== 'TXT' || String(id.data) !== identity) return false;
  for (const zone of zones) {
    const response = await ask(port, zone, 'SOA', 'IN');
    if (response?.answers?.length !== 1) return false;
  }
  return true;
}

/** One question over UDP, without EDNS; undefined where no answer comes within 200 ms. */
async function ask(
  port: number,
  name: string,
  type: 'TXT' | 'SOA',
  dnsClass: 'IN' | 'CH',
): Promise<Packet | undefined> {
  const socket = createSocket('udp4');
  try {
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const questions = [{ name, type, class: dnsClass }];
    socket.send(encode({ type: 'query', id: 1, flags: RECURSION_DESIRED, questions }));
    const [message] = await once(socket, 'message', { signal: AbortSignal.timeout(200) });
    return decode(message);
  } catch (error) {
    // ECONNREFUSED until it listens, a timeout while it loads.
    if (error instanceof Error) return undefined;
    throw error;
  } finally {
    socket.close();
  }
}
