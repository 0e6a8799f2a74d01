// A long way to a server: a relay that hands datagrams on after a while.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/**
 * Starts a relay to a port of 127.0.0.1, and gives its own address.
 * @param {number} port
 * @param {number} delay in milliseconds, for the answer
 */
export async function startDelay(port, delay) {
  const relay = createSocket('udp4');
  relay.on('message', (query, { port: from, address }) => {
    const onward = createSocket('udp4');
    onward.on('message', (answer) => {
      onward.close();
      setTimeout(() => relay.send(answer, from, address), delay);
    });
    onward.send(query, port, '127.0.0.1');
  });
  relay.bind(0, '127.0.0.1');
  await once(relay, 'listening');
  return `127.0.0.1:${relay.address().port}`;
}
