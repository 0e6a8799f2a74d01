// Ratios of the codec against dns-packet 5.6.1: `npm run build && node bench/codec.mjs`.
// Processor time; the two take turns in short rounds and the median counts, so that a busy machine slows both alike.

import { Buffer } from 'node:buffer';
import dnsPacket from 'dns-packet';
import { decodeMessage, encodeMessage } from '../dist/index.js';
import { importSource } from '../tools/import-source.mjs';
import { runAlone } from './small-benches.mjs';
import { median } from './statistics.mjs';

/** @type {typeof import('../src/records/query.js')} */
const { encodeQuery, encodeQuestion } = await importSource('src/records/query.ts');

/** Milliseconds of processor time for one side of a round. */
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
const comparisons = [
  {
    what: 'decode, one A record',
    goal: 5,
    ours: () => decodeMessage(oneAddress),
    theirs: () => dnsPacket.decode(oneAddress),
  },
  {
    what: 'decode, ten A records',
    goal: 5,
    ours: () => decodeMessage(tenAddresses),
    theirs: () => dnsPacket.decode(tenAddresses),
  },
  {
    what: 'decode, ten MX records, names compressed',
    goal: 5,
    ours: () => decodeMessage(tenExchanges),
    theirs: () => dnsPacket.decode(tenExchanges),
  },
  {
    what: 'encode, query by octets',
    goal: 7,
    ours: () =>
      encodeQuery({ id: 4711, question: wireQuestion, recurse: true, checkingDisabled: false, edns }),
    theirs: encodePacketQuery,
  },
  {
    what: 'encode, query by name',
    goal: 7,
    ours: () =>
      encodeQuery({
        id: 4711,
        question: encodeQuestion(question.name, 1, 1),
        recurse: true,
        checkingDisabled: false,
        edns,
      }),
    theirs: encodePacketQuery,
  },
];

await runAlone(({ quick }) => {
  const figures = comparisons.map((comparison) => compare(comparison, quick ? 1 : 41));
  return {
    title: 'Codec',
    notes: [],
    heads: ['', 'rxdns ns', 'dns-packet ns', 'ratio'],
    rows: figures.map(({ what, us, them, ratio }) => [
      what,
      us.toFixed(0),
      them.toFixed(0),
      `${ratio.toFixed(1)} x`,
    ]),
    figures,
    budget: figures.map(({ what, goal, ratio }) => ({
      what: `codec: ${what}, times as fast as dns-packet`,
      goal: `>= ${goal}`,
      measured: ratio.toFixed(2),
      met: ratio >= goal,
    })),
  };
});

function encodePacketQuery() {
  return dnsPacket.encode({
    type: 'query',
    id: 4711,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: packetQuestions,
    additionals: [opt],
  });
}

function compare({ what, goal, ours, theirs }, rounds) {
  const nanoseconds = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round += 1) {
    nanoseconds.ours.push(measure(ours));
    nanoseconds.theirs.push(measure(theirs));
  }
  const [us, them] = [median(nanoseconds.ours), median(nanoseconds.theirs)];
  return { what, goal, us, them, ratio: them / us };
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

/** As dgram hands it over: a Buffer, which is all that dns-packet decodes. */
function respond(type, answers) {
  return Buffer.from(encodeMessage({ ...head, questions: [{ ...question, type }], answers }));
}

function repeat(count, make) {
  return Array.from({ length: count }, (_, n) => make(n));
}
