import { carrying, cutTo, record } from './octets.js';
import type { Scenario } from './scenario.js';
import { end, reset, send, silence, wait, write } from './script.js';

const good = ['192.0.2.1'];
const overTcp = { useTcp: true };
const once = { useTcp: true, tries: 1, timeout: 80 };

/** TCP connections that stall, break, end, or come in pieces. */
export const streamScenarios: readonly Scenario[] = [
  {
    what: 'an octet at a time',
    script: { tcp: [[write((frame) => Array.from(frame, (octet) => Uint8Array.of(octet)))]] },
    options: overTcp,
    result: good,
    asked: ['tcp'],
    trail: ['NOERROR'],
  },
  {
    what: 'the length in two pieces',
    script: { tcp: [[write((frame) => [frame.subarray(0, 1), frame.subarray(1)])]] },
    options: overTcp,
    result: good,
    asked: ['tcp'],
  },
  {
    what: 'the length, and after a while the message',
    script: {
      tcp: [[write((frame) => [frame.subarray(0, 2)]), wait(50), write((frame) => [frame.subarray(2)])]],
    },
    options: overTcp,
    result: good,
    asked: ['tcp'],
  },
  {
    what: 'FIN right behind the frame',
    script: { tcp: [[send(), end]] },
    options: overTcp,
    result: good,
    asked: ['tcp'],
    trail: ['NOERROR'],
  },
  {
    what: 'FIN behind a frame that came octet by octet',
    script: { tcp: [[write((frame) => Array.from(frame, (octet) => Uint8Array.of(octet))), end]] },
    options: overTcp,
    result: good,
    asked: ['tcp'],
  },
  {
    what: 'a body of one octet every time',
    script: { tcp: [[write(() => [Uint8Array.of(0, 1, 0)])]] },
    options: overTcp,
    result: 'EBADRESP',
    asked: ['tcp', 'tcp', 'tcp'],
    trail: ['EBADRESP', 'EBADRESP', 'EBADRESP'],
  },
  {
    what: 'an empty frame every time',
    script: { tcp: [[write(() => [Uint8Array.of(0, 0)])]] },
    options: overTcp,
    result: 'EBADRESP',
    asked: ['tcp', 'tcp', 'tcp'],
  },
  {
    what: 'FIN instead of an answer, then an answer',
    script: { tcp: [[end], [send()]] },
    options: overTcp,
    result: good,
    asked: ['tcp', 'tcp'],
    trail: ['EOF', 'NOERROR'],
  },
  {
    what: 'FIN instead of an answer every time',
    script: { tcp: [[end]] },
    options: overTcp,
    result: 'EOF',
    asked: ['tcp', 'tcp', 'tcp'],
    trail: ['EOF', 'EOF', 'EOF'],
  },
  {
    what: 'FIN in the middle of the frame, then an answer',
    script: { tcp: [[write((frame) => [frame.subarray(0, 20)]), end], [send()]] },
    options: overTcp,
    result: good,
    asked: ['tcp', 'tcp'],
    trail: ['EOF', 'NOERROR'],
  },
  {
    what: 'a reset instead of an answer, then an answer',
    script: { tcp: [[reset], [send()]] },
    options: overTcp,
    result: good,
    asked: ['tcp', 'tcp'],
    trail: ['ECONNRESET', 'NOERROR'],
  },
  {
    what: 'a reset every time',
    script: { tcp: [[reset]] },
    options: overTcp,
    result: 'ECONNREFUSED',
    asked: ['tcp', 'tcp', 'tcp'],
  },
  {
    what: 'silence',
    script: { tcp: [silence] },
    options: once,
    result: 'ETIMEOUT',
    asked: ['tcp'],
    trail: ['ETIMEOUT'],
  },
  {
    what: 'a stall in the middle of the frame',
    script: { tcp: [[write((frame) => [frame.subarray(0, 20)])]] },
    options: once,
    result: 'ETIMEOUT',
    asked: ['tcp'],
    trail: ['ETIMEOUT'],
  },
  {
    what: 'a stall, then an answer on another connection',
    script: { tcp: [silence, [send()]] },
    options: { useTcp: true, timeout: 80 },
    result: good,
    asked: ['tcp', 'tcp'],
    trail: ['ETIMEOUT', 'NOERROR'],
  },
  {
    what: 'a length of 65,535 and little behind it',
    script: { tcp: [[write((frame) => [Uint8Array.of(0xff, 0xff), frame.subarray(2)])]] },
    options: once,
    result: 'ETIMEOUT',
    asked: ['tcp'],
  },
  {
    what: 'a message that is cut at its end, then an answer',
    script: { tcp: [[send(cutTo(-3))], [send()]] },
    options: overTcp,
    result: good,
    asked: ['tcp', 'tcp'],
    trail: ['EBADRESP', 'NOERROR'],
  },
  {
    what: 'two answers to one query',
    script: { tcp: [[send(), send(carrying({ answers: [record()] }))]] },
    options: overTcp,
    result: good,
    asked: ['tcp'],
  },
  {
    what: 'SERVFAIL every time',
    script: { answers: () => [], rcode: 2 },
    options: overTcp,
    result: 'ESERVFAIL',
    asked: ['tcp', 'tcp', 'tcp'],
  },
];
