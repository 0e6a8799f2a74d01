// Ratios of the codec against dns-packet 5.6.1: `npm run build && node bench/codec.mjs`.
// Processor time; the two take turns in short rounds and the median counts, so that a busy machine slows both alike.

import { Buffer } from 'node:buffer';
import dnsPacket from 'dns-packet';
import { decodeMessage, encodeMessage } from '../dist/records/message.js';
import { encodeQuery, encodeQuestion } from '../dist/records/query.js';

const rounds = 41;
const roundMilliseconds = 25;

const edns = { version: 0, payloadSize: 1232, dnssecOk: false, options: [] };
const flags = { qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: false };
const head = { id: 4711, opcode: 'QUERY', rcode: 'NOERROR', flags, authorities: [], additionals: [], edns };
const owner = { name: 'www.example.com', class: 'IN', ttl: 300 };
const question = { name: owner.name, type: 'A', class: 'IN' };
const oneAddress = respond('A', [{ ...owner, type: 'A', address: '192.0.2.1' }]);
const tenAddresses = respond(
  'A',
  repeat(10, (n) => ({ ...owner, type: 'A', address: `192.0.2.${n}` })),
);
const tenExchanges = respond(
  'MX',
  repeat(10, (n) => ({ ...owner, type: 'MX', preference: n, exchange: `mx${n}.mail.example.com` })),
);
const packetQuestions = [{ name: owner.name, type: 'A', class: 'IN' }];
const opt = {
  name: '.',
  type: 'OPT',
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  options: [],
};
const wireQuestion = encodeQuestion(question.name, 1, 1);

compare(
  'decode, one A record',
  5,
  () => decodeMessage(oneAddress),
  () => dnsPacket.decode(oneAddress),
);
compare(
  'decode, ten A records',
  5,
  () => decodeMessage(tenAddresses),
  () => dnsPacket.decode(tenAddresses),
);
compare(
  'decode, ten MX records',
  5,
  () => decodeMessage(tenExchanges),
  () => dnsPacket.decode(tenExchanges),
);
compare(
  'encode, query by octets',
  7,
  () => encodeQuery({ id: 4711, question: wireQuestion, recurse: true, checkingDisabled: false, edns }),
  encodePacketQuery,
);
compare(
  'encode, query by name',
  7,
  () =>
    encodeQuery({
      id: 4711,
      question: encodeQuestion(question.name, 1, 1),
      recurse: true,
      checkingDisabled: false,
      edns,
    }),
  encodePacketQuery,
);

function encodePacketQuery() {
  return dnsPacket.encode({
    type: 'query',
    id: 4711,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: packetQuestions,
    additionals: [opt],
  });
}

function compare(what, goal, ours, theirs) {
  const nanoseconds = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round += 1) {
    nanoseconds.ours.push(measure(ours));
    nanoseconds.theirs.push(measure(theirs));
  }
  const [us, them] = [median(nanoseconds.ours), median(nanoseconds.theirs)];
  const ratio = them / us;
  const verdict = ratio >= goal ? 'reached' : 'missed';
  console.log(
    `${what.padEnd(25)} rxdns ${us.toFixed(0).padStart(6)} ns   dns-packet ${them.toFixed(0).padStart(6)} ns   ` +
      `${ratio.toFixed(1).padStart(5)} x (goal ${goal}) ${verdict}`,
  );
}

/** Nanoseconds of processor time per run: other programs on the machine do not count. */
function measure(run) {
  let runs = 0;
  let spent = 0;
  const start = process.cpuUsage();
  while (spent < roundMilliseconds * 1000) {
    for (let n = 0; n < 500; n += 1) run();
    runs += 500;
    const { user, system } = process.cpuUsage(start);
    spent = user + system;
  }
  return (spent * 1000) / runs;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** As dgram hands it over: a Buffer, which is all that dns-packet decodes. */
function respond(type, answers) {
  return Buffer.from(encodeMessage({ ...head, questions: [{ ...question, type }], answers }));
}

function repeat(count, make) {
  return Array.from({ length: count }, (_, n) => make(n));
}
