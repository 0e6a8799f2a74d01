import { decode, encode } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { ask, exchange, openUdp, queryFor } from './asker.js';

describe('record types', () => {
  /** Each with what dns-packet, or RFC 3597, makes of its RDATA. */
  test.each([
    ['CNAME', 'x. CNAME y.', 'CNAME', 'y'],
    ['PTR', 'x. PTR y.', 'PTR', 'y'],
    ['DNAME', 'x. DNAME y.', 'DNAME', 'y'],
    ['NS', 'x. NS y.', 'NS', 'y'],
    ['SOA', 'x. SOA a. b\\.c.d. 1 2 3 4 5', 'SOA', 'a b\\.c.d 1 2 3 4 5'],
    ['SRV', 'x. SRV 1 2 3 y.', 'SRV', '1 2 3 y'],
    ['NAPTR', 'x. NAPTR 1 2 "u" "s" "!^(.*)$!\\\\1!" .', 'NAPTR', '1 2 u s !^(.*)$!\\1! .'],
    ['CAA', 'x. CAA 128 issue "ca.test; a=b"', 'CAA', '128 issue ca.test; a=b true'],
    ['HINFO', 'x. HINFO cpu "an os"', 'HINFO', 'cpu an os'],
    ['RP', 'x. RP a. b.', 'RP', 'a b'],
    ['TLSA', 'x. TLSA 3 1 1 abcd', 'TLSA', '3 1 1 abcd'],
    ['SSHFP', `x. SSHFP 1 1 ${'ab'.repeat(20)}`, 'SSHFP', `1 1 ${'AB'.repeat(20)}`],
    ['AFSDB', 'x. AFSDB 1 y.', 'AFSDB', '0001017900'],
    ['URI', 'x. URI 1 2 "https://y/"', 'UNKNOWN_256', '0001000268747470733a2f2f792f'],
    ['SVCB', 'x. SVCB 1 y. port=443', 'UNKNOWN_64', '000101790000030002' + '01bb'],
    ['HTTPS', 'x. HTTPS 0 y.', 'UNKNOWN_65', '0000017900'],
    ['EUI48', 'x. EUI48 00-00-5e-00-53-2a', 'UNKNOWN_108', '00005e00532a'],
    ['LOC', 'x. LOC 0 0 0 N 0 0 0 E 0m', 'LOC', '00121613800000008000000000989680'],
    ['TYPE65280', 'x. TYPE65280 \\# 2 abcd', 'UNKNOWN_65280', 'abcd'],
  ])('%s', async (_, text, type, data) => {
    await using typed = await startNameServer({ zone: text, respond: (_query, zoneAnswer) => zoneAnswer() });
    const said = await ask(typed, 'x', type);
    expect(said.answers).toStrictEqual([`x 300 ${type} ${data}`]);
  });
});

/** dns-packet cannot say these names, so their octets are looked at. */
describe('names that dns-packet cannot encode', () => {
  const odd = `
a\\.b.test.  A     192.0.2.1
\\255.test.  A     192.0.2.2
alias.test. CNAME c\\.d.test.
c\\.d.test.  A     192.0.2.3
*.w.test.   A     192.0.2.4
`;
  let oddServer: NameServer;
  beforeAll(async () => {
    oddServer = await startNameServer({ zone: odd });
  });
  afterAll(() => oddServer.close());

  const label = (octets: string) => `${String.fromCharCode(octets.length)}${octets}`;
  const tail = '\x04test\0';
  const header = Buffer.from('123401000001000000000000', 'hex');
  test.each([
    ['a dot in a label', label('a.b'), '192.0.2.1'],
    ['an octet that is not UTF-8', label('\xff'), '192.0.2.2'],
    ['behind an alias', label('alias'), '192.0.2.3'],
    ['below a wildcard', `${label('e.f')}${label('w')}`, '192.0.2.4'],
  ])('%s', async (_, labels, address) => {
    const question = Buffer.from(`${labels}${tail}\0\x01\0\x01`, 'latin1');
    const response = await exchange(await openUdp(oddServer), Buffer.concat([header, question]));
    expect(response.readUInt16BE(2)).toBe(0x8500);
    expect(response.subarray(12, 12 + question.length)).toStrictEqual(question);
    expect(response.subarray(-4).join('.')).toBe(address);
  });

  test('two labels are not one label with a dot', async () => {
    expect((await ask(oddServer, 'a.b.test', 'A')).rcode).toBe(3);
  });
});

test('responses are encoded by dns-packet', async () => {
  await using server = await startNameServer({ zone: 'www.example.test. A 192.0.2.80' });
  const response = await exchange(await openUdp(server), queryFor('www.example.test', 'A'));
  // rxdns would have compressed the owner.
  expect(encode(decode(response))).toStrictEqual(response);
});
