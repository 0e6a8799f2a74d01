// The network of loss.mjs in a process of its own: a relay that loses a tenth of the queries. Streams pass unharmed.
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';

const loss = 0.1;
const [host, port] = process.argv[2].split(':');
const server = { host, port: Number(port) };

const front = openUdp();
const back = openUdp();
/** Who asked, for each id that the server sees: one socket towards it serves any number of ports. */
const askers = Array.from({ length: 65_536 }, () => undefined);
let lastId = 0;
const random = seededRandom(20_130);

front.on('message', (query, from) => {
  if (random() < loss) return;
  lastId = (lastId + 1) & 0xffff;
  askers[lastId] = { port: from.port, id: query.readUInt16BE(0) };
  query.writeUInt16BE(lastId, 0);
  back.send(query);
});
back.on('message', (response) => {
  const asker = askers[response.readUInt16BE(0)];
  if (asker === undefined) return;
  response.writeUInt16BE(asker.id, 0);
  front.send(response, asker.port, '127.0.0.1');
});
const streams = createServer((stream) => {
  const onward = connect(server);
  for (const [one, other] of [
    [stream, onward],
    [onward, stream],
  ]) {
    one.on('error', () => other.destroy());
    one.pipe(other);
  }
});

back.connect(server.port, server.host);
front.bind(0, '127.0.0.1', () => {
  const { address, port: own } = front.address();
  streams.listen(own, address, () => process.send(`${address}:${own}`));
});
process.once('disconnect', () => process.exit());

function openUdp() {
  return createSocket({
    type: 'udp4',
    recvBufferSize: 4 << 20,
    // Each send would otherwise wait for a lookup of the literal.
    lookup: (literal, _options, callback) => callback(null, literal, 4),
  });
}

/** Fractions from a seed (xorshift of 32 bits): the same ones in the same order. */
function seededRandom(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
