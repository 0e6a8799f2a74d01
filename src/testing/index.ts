export {
  type Answer,
  type AnswerReply,
  type NameServer,
  type NameServerOptions,
  type QueryLimit,
  type ReceivedQuery,
  type RecordInput,
  type Reply,
  type Respond,
  startNameServer,
  type ZoneData,
} from '../nameserver/index.js';
export {
  type ConnectionRecord,
  type FakeNetwork,
  type FakeNetworkOptions,
  fakeNetwork,
} from './fake-network.js';
export type { ScriptedMessage, ScriptedRecord, ScriptedReply, SentQuery } from './fake-reply.js';
export {
  type Expected,
  type MarbleContext,
  type MarbleExpectation,
  type MarbleObservable,
  type MarbleTest,
  type MarbleValues,
  marbles,
} from './marbles.js';
export type { QueryMatch, QuestionPattern } from './query-match.js';
export type { QueryPattern } from './rules.js';
export type { TestAnswer, TestQuery } from './test-query.js';
export { DnsTestingController } from './testing-controller.js';
export { type VirtualClock, type VirtualTimeTest, virtualTime } from './virtual-time.js';
