// What a domain's records say about its mail.

/**
 * How the SPF record ends (RFC 7208 section 4.5, 5.1): what happens to mail from elsewhere.
 * @param {readonly string[]} texts
 */
export function spfPolicy(texts) {
  const [record, ...others] = texts.filter((text) => /^v=spf1(?: |$)/i.test(text));
  if (record === undefined) return 'none';
  // Two are none to go by: a permanent error.
  if (others.length > 0) return 'invalid';
  const [, qualifier] = /(?:^| )([-~?+]?)all(?: |$)/i.exec(record) ?? [];
  if (qualifier === undefined) return /(?:^| )redirect=/i.test(record) ? 'redirect' : 'neutral';
  return { '-': 'fail', '~': 'softfail', '?': 'neutral' }[qualifier] ?? 'pass';
}

/**
 * The policy of the DMARC record (RFC 7489 section 6.3).
 * @param {readonly string[]} texts
 */
export function dmarcPolicy(texts) {
  const [record, ...others] = texts.filter((text) => /^v=DMARC1\s*(?:;|$)/.test(text));
  if (record === undefined) return 'none';
  if (others.length > 0) return 'invalid';
  const [, policy] = /;\s*p\s*=\s*(none|quarantine|reject)\s*(?:;|$)/i.exec(record) ?? [];
  if (policy === undefined) return 'invalid';
  return policy.toLowerCase() === 'none' ? 'monitor' : policy.toLowerCase();
}

/**
 * Whether there is an MTA-STS policy to fetch (RFC 8461 section 3.1).
 * @param {readonly string[]} texts
 */
export function mtaStsPolicy(texts) {
  const [record, ...others] = texts.filter((text) => /^v=STSv1\s*;/.test(text));
  if (record === undefined) return 'none';
  return others.length === 0 && /;\s*id\s*=\s*[a-z0-9]{1,32}\s*(?:;|$)/i.test(record) ? 'present' : 'invalid';
}
