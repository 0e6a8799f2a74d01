// A name server for the mail audit, in a thread of its own: every domain has mail settings that follow from its name.
import { parentPort } from 'node:worker_threads';
import { startNameServer } from 'rxdns/testing';

const server = await startNameServer({ respond });
parentPort?.postMessage(server.address);

/**
 * Of the domains, 3 % do not exist; of the questions, 0.5 % fail with SERVFAIL and 1 % are truncated over UDP.
 * @type {import('rxdns/testing').Respond}
 */
function respond({ name, type, transport }) {
  const domain = name.toLowerCase().replace(/^_(dmarc|mta-sts)\./, '');
  if (hash(domain) % 100 < 3 && !domain.endsWith(`.${provider}`)) return { ...negative, rcode: 'NXDOMAIN' };
  const luck = hash(`${name} ${type}`) % 1000;
  if (luck < 5) return { kind: 'answer', rcode: 'SERVFAIL', authoritative: false };
  if (luck < 15 && transport === 'udp') return { kind: 'truncate' };
  const answers = recordsOf(name, type, domain, hash(`${type}${name}`));
  return answers.length === 0 ? negative : { kind: 'answer', answers };
}

/** Hosts of mail providers, for documentation (RFC 6761 section 6.5). */
const provider = 'provider.example';

const negative = /** @type {const} */ ({
  kind: 'answer',
  authorities: [
    {
      name: '.',
      type: 'SOA',
      mname: `ns.${provider}`,
      rname: `hostmaster.${provider}`,
      serial: 1,
      refresh: 7200,
      retry: 900,
      expire: 1_209_600,
      minimum: 300,
    },
  ],
});

/**
 * @param {string} name
 * @param {string} type
 * @param {string} domain
 * @param {number} seed
 * @returns {readonly import('rxdns/testing').RecordInput[]}
 */
function recordsOf(name, type, domain, seed) {
  switch (type) {
    case 'A':
      return [{ name, type, address: `198.18.${(seed >>> 8) & 0xff}.${seed & 0xff}` }];
    case 'AAAA':
      return seed % 3 === 0 ? [] : [{ name, type, address: `2001:db8::${(seed & 0xffff).toString(16)}` }];
    case 'MX':
      return exchangesOf(seed).map((exchange, at) => ({ name, type, preference: 10 * (at + 1), exchange }));
    case 'CAA':
      return seed % 5 === 0
        ? [{ name, type, critical: false, flags: 0, tag: 'issue', value: 'ca.example' }]
        : [];
    case 'TXT':
      return textsOf(name, domain, seed).map((text) => ({
        name,
        type,
        text,
        strings: [new TextEncoder().encode(text)],
      }));
    default:
      return [];
  }
}

/**
 * The root is "no mail here" (RFC 7505).
 * @param {number} seed
 */
function exchangesOf(seed) {
  if (seed % 20 === 0) return ['.'];
  return [1, 2].slice(seed % 2).map((n) => `mx${n}.p${seed % 200}.${provider}`);
}

/**
 * @param {string} name
 * @param {string} domain
 * @param {number} seed
 * @returns {readonly string[]}
 */
function textsOf(name, domain, seed) {
  /** @type {(choices: readonly (readonly string[])[]) => readonly string[]} */
  const pick = (choices) => choices[seed % choices.length] ?? [];
  if (name.toLowerCase() === domain) {
    const site = 'site-verification=1';
    return pick([
      ['v=spf1 mx -all', site],
      ['v=spf1 mx ~all'],
      ['v=spf1 -all'],
      [site],
      ['v=spf1 a -all', 'v=spf1 ?all'],
    ]);
  }
  if (name.startsWith('_mta-sts.')) return pick([['v=STSv1; id=20260101T000000;'], [], [], []]);
  return pick([['v=DMARC1; p=reject'], ['v=DMARC1; p=quarantine; pct=50'], ['v=DMARC1; p=none'], [], []]);
}

/**
 * FNV-1a with a last mix, since its low bits alone are poor.
 * @param {string} key
 */
function hash(key) {
  let value = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) value = Math.imul(value ^ key.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
