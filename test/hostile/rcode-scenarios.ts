import { carrying, type Mutation, opt, record, setting16 } from './octets.js';
import type { Scenario } from './scenario.js';
import { type Step, send, silence, wait } from './script.js';

const none = () => [];
const good = ['192.0.2.1'];
const quick = { timeout: 60 };

/** The good reply with another rcode; its upper bits, where it has any, in OPT (RFC 6891 section 6.1.3). */
function withRcode(rcode: number, additionals = [opt()]): Step {
  const sections: Mutation = carrying({ additionals });
  const lower: Mutation = setting16(2, (bits) => bits | (rcode & 15));
  return send((reply, query) => lower(sections(reply, query), query));
}

/** An extended rcode without its OPT would be its lower bits alone. */
function extended(rcode: number): Step {
  const upper = record({ owner: [0], type: 41, class: 1232, ttl: (rcode >> 4) << 24, rdata: [] });
  return withRcode(rcode, [upper]);
}

/** Rcodes, EDNS that a server does not understand, and truncation. */
export const rcodeScenarios: readonly Scenario[] = [
  { what: 'NXDOMAIN', script: { answers: none, rcode: 3 }, result: 'ENOTFOUND', trail: ['NXDOMAIN'] },
  { what: 'no records', script: { answers: none }, result: 'ENODATA', trail: ['NOERROR'] },
  { what: 'YXDOMAIN', script: { answers: none, rcode: 6 }, result: 'ESERVFAIL', trail: ['YXDOMAIN'] },
  { what: 'NOTAUTH', script: { answers: none, rcode: 9 }, result: 'ESERVFAIL', trail: ['NOTAUTH'] },
  { what: 'NOTAUTH with records', script: { rcode: 9 }, result: 'ESERVFAIL', trail: ['NOTAUTH'] },
  { what: 'rcode 15', script: { rcode: 15 }, result: 'ESERVFAIL', trail: ['RCODE15'] },
  { what: 'an extended rcode', script: { udp: [[extended(22)]] }, result: 'ESERVFAIL', trail: ['BADTRUNC'] },
  {
    what: 'SERVFAIL every time',
    script: { answers: none, rcode: 2 },
    result: 'ESERVFAIL',
    asked: ['udp', 'udp', 'udp'],
    trail: ['SERVFAIL', 'SERVFAIL', 'SERVFAIL'],
  },
  {
    what: 'REFUSED every time',
    script: { answers: none, rcode: 5 },
    result: 'EREFUSED',
    asked: ['udp', 'udp', 'udp'],
    trail: ['REFUSED', 'REFUSED', 'REFUSED'],
  },
  {
    what: 'NOTIMP every time, EDNS or not',
    script: { answers: none, rcode: 4 },
    result: 'ENOTIMP',
    asked: ['udp', 'udp', 'udp'],
    trail: ['NOTIMP', 'NOTIMP', 'NOTIMP'],
  },
  {
    what: 'SERVFAIL, then an answer',
    script: { udp: [[withRcode(2)], [send()]] },
    result: good,
    asked: ['udp', 'udp'],
    trail: ['SERVFAIL', 'NOERROR'],
  },
  {
    what: 'SERVFAIL, then silence',
    script: { udp: [[withRcode(2)], silence] },
    options: quick,
    result: 'ESERVFAIL',
    asked: ['udp', 'udp', 'udp'],
    trail: ['SERVFAIL', 'ETIMEOUT', 'ETIMEOUT'],
  },
  {
    what: 'FORMERR without OPT, then an answer',
    script: { udp: [[withRcode(1, [])], [send()]] },
    result: good,
    asked: ['udp', 'udp'],
    trail: ['FORMERR', 'NOERROR'],
  },
  {
    what: 'FORMERR with OPT, then an answer',
    script: { udp: [[withRcode(1)], [send()]] },
    result: good,
    asked: ['udp', 'udp'],
    trail: ['FORMERR', 'NOERROR'],
  },
  {
    what: 'NOTIMP, then an answer',
    script: { udp: [[withRcode(4, [])], [send()]] },
    result: good,
    asked: ['udp', 'udp'],
    trail: ['NOTIMP', 'NOERROR'],
  },
  {
    what: 'BADVERS, then an answer',
    script: { udp: [[extended(16)], [send()]] },
    result: good,
    asked: ['udp', 'udp'],
    trail: ['BADVERS', 'NOERROR'],
  },
  {
    what: 'FORMERR every time',
    script: { answers: none, rcode: 1 },
    result: 'EFORMERR',
    asked: ['udp', 'udp'],
    trail: ['FORMERR', 'FORMERR'],
  },
  {
    what: 'FORMERR to a query without EDNS',
    script: { answers: none, rcode: 1 },
    options: { edns: false },
    result: 'EFORMERR',
    trail: ['FORMERR'],
  },
  {
    what: 'truncated, with a forged part of the answer',
    script: { udp: [[truncated(carrying({ answers: [record()] }))]] },
    result: good,
    asked: ['udp', 'tcp'],
    trail: ['TRUNCATED', 'NOERROR'],
  },
  {
    what: 'truncated, with nothing',
    script: { udp: [[truncated(carrying({}))]] },
    result: good,
    asked: ['udp', 'tcp'],
    trail: ['TRUNCATED', 'NOERROR'],
  },
  {
    what: 'truncated NXDOMAIN',
    script: { udp: [[truncated(setting16(2, (bits) => bits | 3))]] },
    result: good,
    asked: ['udp', 'tcp'],
    trail: ['TRUNCATED', 'NOERROR'],
  },
  {
    what: 'truncated, and taken as it is',
    script: { udp: [[truncated(carrying({ answers: [record()] }))]] },
    options: { ignoreTruncation: true },
    result: ['198.51.100.66'],
    trail: ['NOERROR'],
  },
  {
    what: 'truncated, and TCP stays silent',
    script: { udp: [[truncated(carrying({}))]], tcp: [silence] },
    options: quick,
    result: 'ETIMEOUT',
    asked: ['udp', 'tcp', 'udp', 'tcp', 'udp', 'tcp'],
  },
  {
    what: 'nothing, then an answer',
    script: { udp: [silence, [send()]] },
    options: quick,
    result: good,
    asked: ['udp', 'udp'],
    trail: ['ETIMEOUT', 'NOERROR'],
  },
  {
    what: 'nothing over UDP, an answer over TCP',
    script: { udp: [silence] },
    options: { timeout: 30 },
    result: good,
    asked: ['udp', 'udp', 'udp', 'tcp'],
    trail: ['ETIMEOUT', 'ETIMEOUT', 'ETIMEOUT', 'NOERROR'],
  },
  {
    what: 'an answer that comes after the attempt timed out',
    script: {
      udp: [
        [wait(150), send(carrying({ answers: [record()] }))],
        [wait(60), send()],
      ],
    },
    options: { timeout: 100, tries: 2 },
    result: good,
    asked: ['udp', 'udp'],
    trail: ['ETIMEOUT', 'NOERROR'],
  },
  {
    what: 'the answer twice',
    script: { udp: [[send(), send(carrying({ answers: [record()] }))]] },
    result: good,
    trail: ['NOERROR'],
  },
  {
    what: 'octets behind the last record',
    script: { udp: [[send((reply) => Uint8Array.from([...reply, 1, 2, 3]))]] },
    result: good,
    trail: ['NOERROR'],
  },
  {
    what: 'another case of letters in the question',
    script: { udp: [[send(inCapitals)]] },
    result: good,
    trail: ['NOERROR'],
  },
  {
    what: 'a payload size below 512',
    script: { udp: [[send(carrying({ answers: [record()], additionals: [smallOpt()] }))]] },
    result: ['198.51.100.66'],
    trail: ['NOERROR'],
  },
  {
    what: 'EDNS options that nobody knows',
    script: {
      udp: [[send(carrying({ answers: [record()], additionals: [opt({ options: [255, 255, 0, 1, 7] })] }))]],
    },
    result: ['198.51.100.66'],
    trail: ['NOERROR'],
  },
  {
    what: 'OPT in a reply to a query without it',
    script: { udp: [[send(carrying({ answers: [record()], additionals: [opt()] }))]] },
    options: { edns: false },
    result: ['198.51.100.66'],
    trail: ['NOERROR'],
  },
];

function truncated(mutation: Mutation): Step {
  const bit = setting16(2, (bits) => bits | 0x0200);
  return send((reply, query) => bit(mutation(reply, query), query));
}

function inCapitals(reply: Uint8Array): Uint8Array {
  return reply.map((octet, at) =>
    at > 12 && at < 20 && octet >= 0x61 && octet <= 0x7a ? octet - 0x20 : octet,
  );
}

function smallOpt() {
  return record({ owner: [0], type: 41, class: 100, ttl: 0, rdata: [] });
}
