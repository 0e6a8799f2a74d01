// The embedded name server in a process of its own, for machines without knot: it has every name.
import { startNameServer } from '../dist/testing/index.js';
import { address } from './names.mjs';

const server = await startNameServer({
  respond: ({ name }) => ({ kind: 'answer', answers: [{ name, type: 'A', ttl: 3600, address }] }),
});
process.send(server.address);
process.once('disconnect', () => {
  void server.close();
});
