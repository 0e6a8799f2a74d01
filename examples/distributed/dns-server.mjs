// The embedded name server in a thread of its own: every name has an address.
import { parentPort } from 'node:worker_threads';
import { startNameServer } from 'rxdns/testing';

const server = await startNameServer({
  respond: ({ name, type }) => ({
    kind: 'answer',
    answers: type === 'A' ? [{ name, type, address: '192.0.2.1' }] : [],
  }),
});
parentPort?.postMessage(server.address);
