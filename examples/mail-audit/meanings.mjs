// What the words of the report mean.

/** @type {Readonly<Record<string, string>>} */
const ofMeasure = {
  'MX present': 'has hosts that take its mail',
  'MX refuses': 'takes no mail, and says so (RFC 7505)',
  'MX none': 'has no MX record, or does not exist',
  'SPF fail': '-all: no other host may send for it',
  'SPF softfail': '~all: mail from other hosts is suspect',
  'SPF neutral': 'says nothing of other hosts',
  'SPF pass': '+all: any host may send for it',
  'SPF redirect': 'has the policy of another domain',
  'SPF invalid': 'has several records, which count as none',
  'DMARC reject': 'p=reject: forged mail is to be refused',
  'DMARC quarantine': 'p=quarantine: forged mail is to be set aside',
  'DMARC monitor': 'p=none: forged mail is only reported',
  'DMARC invalid': 'has several records, or one without a policy',
  'MTA-STS present': 'says that there is a policy for TLS to fetch',
  'MTA-STS invalid': 'has several records, or one without an id',
  'CAA present': 'says who may issue certificates for it',
};

/**
 * One line on what a domain with this policy says.
 * @param {string} measure
 * @param {string} policy
 * @returns {string}
 */
export function meaningOf(measure, policy) {
  if (policy === 'unknown') return 'servers failed';
  return ofMeasure[`${measure} ${policy}`] ?? `has no ${measure} record`;
}
