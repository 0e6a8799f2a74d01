// The audit as a stream: domains in, one finding for each out.
import { queryEach } from 'rxdns';
import { asapScheduler, groupBy, map, mergeMap, of, scheduled, skip, toArray } from 'rxjs';
import { dmarcPolicy, mtaStsPolicy, spfPolicy } from './policies.mjs';

/**
 * @typedef {{ readonly preference: number, readonly exchange: string, readonly A: string,
 *   readonly AAAA: string, readonly addresses: readonly string[] }} Exchange A and AAAA are statuses.
 * @typedef {{ readonly status: string, readonly policy: string }} Policy
 * @typedef {{
 *   readonly domain: string,
 *   readonly mx: { readonly status: string, readonly policy: string, readonly exchanges: readonly Exchange[] },
 *   readonly spf: Policy,
 *   readonly dmarc: Policy,
 *   readonly mtaSts: Policy,
 *   readonly caa: Policy & { readonly issuers: readonly string[] },
 * }} Finding Each status is that of the question.
 * @typedef {'MX' | 'TXT' | 'CAA'} AskedType
 * @typedef {{ readonly name: string, readonly type: AskedType, readonly domain: string, readonly position: number }} Asked
 * @typedef {import('rxdns').QueryOutcome<AskedType, Asked>} Answer
 */

// #region pipeline
/**
 * One finding for each domain, as they are ready.
 * @param {import('rxdns').Resolver} resolver
 * @param {AsyncIterable<string>} domains
 */
export function auditDomains(resolver, domains) {
  return queryEach.from(resolver, questionsOf(domains), types, { concurrency: 500 }).pipe(
    // The five outcomes of a domain come in any order, between those of others.
    groupBy(({ input }) => input.position, { duration: (group$) => group$.pipe(skip(perDomain - 1)) }),
    mergeMap((group$) => group$.pipe(toArray())),
    // Addresses of the exchanges, for 100 domains at a time. Many share exchanges, which the cache then has.
    mergeMap((answers) => withAddresses(resolver, findingOf(answers)), 100),
  );
}
// #endregion

/** Each input names its own. @type {readonly AskedType[]} */
const types = ['MX', 'TXT', 'CAA'];
const perDomain = 5;

/** More are asked for by nobody who delivers mail, and the list is the domain's. */
const mostExchanges = 10;

/**
 * @param {AsyncIterable<string>} domains
 * @returns {AsyncGenerator<Asked>}
 */
async function* questionsOf(domains) {
  let position = -1;
  for await (const domain of domains) {
    position += 1;
    yield { name: domain, type: 'MX', domain, position };
    yield { name: domain, type: 'TXT', domain, position };
    yield { name: domain, type: 'CAA', domain, position };
    yield { name: `_dmarc.${domain}`, type: 'TXT', domain, position };
    yield { name: `_mta-sts.${domain}`, type: 'TXT', domain, position };
  }
}

/**
 * @param {readonly Answer[]} answers
 * @returns {Finding}
 */
function findingOf(answers) {
  const domain = answers[0]?.input.domain ?? '';
  /** @param {string} name @param {AskedType} type */
  const find = (name, type) => {
    const answer = answers.find(({ input }) => input.name === name && input.type === type);
    if (answer === undefined) throw new Error(`no outcome for ${name} ${type}`);
    return answer;
  };
  const [mx, caa] = [find(domain, 'MX'), find(domain, 'CAA')];
  const exchanges = mx.records
    .flatMap((record) => (record.type === 'MX' ? [record] : []))
    .toSorted((one, other) => one.preference - other.preference)
    .map(({ preference, exchange }) => ({ preference, exchange, A: '', AAAA: '', addresses: [] }));
  const nullMx = exchanges.length === 1 && exchanges[0]?.exchange === '.';
  const issuers = caa.records.flatMap((record) =>
    record.type === 'CAA' && record.tag === 'issue' ? [record.value] : [],
  );
  return {
    domain,
    mx: {
      status: mx.status,
      // Null MX, RFC 7505: the domain takes no mail.
      policy: nullMx ? 'refuses' : exchanges.length > 0 ? 'present' : 'none',
      exchanges: nullMx ? [] : exchanges.slice(0, mostExchanges),
    },
    spf: judge(find(domain, 'TXT'), spfPolicy),
    dmarc: judge(find(`_dmarc.${domain}`, 'TXT'), dmarcPolicy),
    mtaSts: judge(find(`_mta-sts.${domain}`, 'TXT'), mtaStsPolicy),
    caa: { status: caa.status, policy: issuers.length > 0 ? 'present' : 'none', issuers },
  };
}

/**
 * @param {Answer} answer
 * @param {(texts: readonly string[]) => string} policyOf
 * @returns {Policy}
 */
function judge({ status, records }, policyOf) {
  return {
    status,
    policy: policyOf(records.flatMap((record) => (record.type === 'TXT' ? [record.text] : []))),
  };
}

/**
 * @param {import('rxdns').Resolver} resolver
 * @param {Finding} finding
 * @returns {import('rxjs').Observable<Finding>}
 */
function withAddresses(resolver, finding) {
  const { exchanges } = finding.mx;
  // A long row of inner streams that complete inside subscribe() would overflow the stack of mergeMap.
  if (exchanges.length === 0) return scheduled(of(finding), asapScheduler);
  const names = exchanges.map(({ exchange }) => exchange);
  return queryEach.from(resolver, names, ['A', 'AAAA'], { concurrency: 4 }).pipe(
    toArray(),
    map((outcomes) => ({
      ...finding,
      mx: { ...finding.mx, exchanges: exchanges.map((exchange, at) => reached(exchange, at, outcomes)) },
    })),
  );
}

/**
 * @param {Exchange} exchange
 * @param {number} at
 * @param {readonly import('rxdns').QueryOutcome<'A' | 'AAAA'>[]} outcomes
 * @returns {Exchange}
 */
function reached(exchange, at, outcomes) {
  const own = outcomes.filter(({ index }) => index === at);
  /** @param {string} type */
  const status = (type) => own.find((outcome) => outcome.type === type)?.status ?? '';
  const addresses = own.flatMap(({ records }) => records.map(({ address }) => address));
  return { ...exchange, A: status('A'), AAAA: status('AAAA'), addresses };
}
