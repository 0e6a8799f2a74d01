import { plainClients } from './client.js';
import { testClients } from './same-results.js';

testClients(plainClients, () => undefined);
