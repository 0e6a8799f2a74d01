export type { QueryLimit } from './limit.js';
export type { Answer } from './look-up.js';
export {
  type NameServer,
  type NameServerOptions,
  startNameServer,
  type ZoneData,
} from './name-server.js';
export type { RecordInput } from './record-input.js';
export type { AnswerReply, ReceivedQuery, Reply, Respond } from './reply.js';
export { parseZoneText } from './zone-text.js';
