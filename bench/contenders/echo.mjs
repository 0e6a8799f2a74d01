// The floor: one connected socket, the same query again and again, replies matched by id and not looked at.
import { Buffer } from 'node:buffer';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { zone } from '../names.mjs';

/** Milliseconds of silence after which what is under way counts as lost: nothing is sent again here. */
const patience = 1000;

export async function open({ server, concurrency, settle }) {
  const [host, port] = server.split(':');
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
  socket.connect(Number(port), host);
  await once(socket, 'connect');
  /** For each id, the number of its query and 1 more; 0 is free. */
  const underWay = new Uint32Array(65_536);
  const queries = Array.from({ length: concurrency }, (_, id) => encodeQuery(id));
  const free = Array.from(queries.keys());
  let last = 0;
  const finish = (id, isAnswered) => {
    const index = underWay[id] - 1;
    underWay[id] = 0;
    free.push(id);
    settle(index, isAnswered);
  };
  socket.on('message', (message) => {
    const id = (message[0] << 8) | message[1];
    if (underWay[id] > 0) finish(id, true);
  });
  let seen = -1;
  const watch = setInterval(() => {
    if (seen === last) for (const id of queries.keys()) if (underWay[id] > 0) finish(id, false);
    seen = last;
  }, patience);
  return {
    // The silence at the end, in which nothing is asked, is not counted.
    givesUpLate: true,
    ask(_name, index) {
      const id = free.pop();
      underWay[id] = index + 1;
      last = index;
      socket.send(queries[id]);
    },
    async close() {
      clearInterval(watch);
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** Asks for the A records of the zone's first name, recursion desired; octets are kept until they are sent. */
function encodeQuery(id) {
  const labels = `n00000000.${zone}`.split('.').map((label) => String.fromCharCode(label.length) + label);
  const head = [id >> 8, id & 0xff, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
  return Buffer.concat([Buffer.from(head), Buffer.from(`${labels.join('')}\0\0\x01\0\x01`)]);
}
