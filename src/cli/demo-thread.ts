import { parentPort } from 'node:worker_threads';
import { startNameServer } from '../nameserver/index.js';
import { demoReply } from './demo-answers.js';

const server = await startNameServer({ respond: demoReply });
parentPort?.postMessage(server.address);
