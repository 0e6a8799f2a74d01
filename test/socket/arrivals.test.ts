import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { afterArrivals } from '../../src/socket/arrivals.js';

it('calls back once all that has arrived was handed out, and before time goes on', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const order: string[] = [];
  const ended = new Promise<void>((resolve) => {
    socket.on('message', (octets) => {
      order.push(`message ${octets.toString()}`);
      if (order.length > 1) return;
      setTimeout(() => {
        order.push('timer');
        resolve();
      });
      afterArrivals(() => order.push('after arrivals'));
    });
  });
  // On loopback they are there as soon as they are sent.
  for (const text of ['a', 'b', 'c']) socket.send(text, socket.address().port, '127.0.0.1');
  await ended;
  socket.close();
  expect(order).toStrictEqual(['message a', 'message b', 'message c', 'after arrivals', 'timer']);
});
