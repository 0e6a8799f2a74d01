import type { RecordInput } from '../../src/nameserver/record-input.js';
import type { Respond } from '../../src/nameserver/reply.js';
import type { Rcode } from '../../src/records/codes.js';

/** What the two modules are asked about. */
export const zone = `
$TTL 300
@ SOA ns1.example. host\\.master.example. 4294967295 900 800 1800 60
@ NS ns1.example.
@ NS ns2
ns1 A 192.0.2.1
all 120 A 192.0.2.1
all 120 A 192.0.2.2
all 60 AAAA 2001:db8::1
all 60 AAAA ::ffff:192.0.2.1
all MX 20 second.example.
all MX 10 mail.example.
all TXT "one" "two"
all TXT "three"
all CAA 128 issue "letsencrypt.org"
all CAA 0 iodef "mailto:x@example.com"
all CAA 0 contactemail "x@example.com"
all SRV 1 2 3 target.example.
all SRV 0 0 65535 .
all NAPTR 10 20 "s" "SIP+D2U" "!^.*$!sip:\\\\1@y!" _sip._udp.example.
all NAPTR 1 2 "" "" "" .
all PTR p1.example.
all PTR p2.example.
all HINFO "cpu" "os"
alias 30 CNAME alias2
alias2 20 CNAME all
lost CNAME nowhere
four CNAME mixed
six CNAME only6
only6 AAAA 2001:db8::6
nullmx MX 0 .
octets TXT "\\255\\000\\001x\\\\" ""
utf TXT "grüße"
odd PTR sp\\032ace.example.
odd PTR a\\.b\\\\c\\$\\@\\(\\)\\;\\"\\000\\127\\255%~.example.
odd PTR back\\\\032slash.example.
odd PTR .
xn--mnchen-3ya A 192.0.2.77
Mixed A 192.0.2.78
a\\.b A 192.0.2.79
sp\\032ace A 192.0.2.80
1.0.2.192.in-addr.arpa.example PTR p.example.
tlsa TLSA 3 1 2 00010203
`;

/** Answers by rcode, to `rcode-servfail.example` and so on, and none at all to what begins with `silent`. */
export const respond: Respond = ({ name }) => {
  if (name.startsWith('silent')) return { kind: 'drop' };
  const rcode = rcodesByName.get(name);
  if (rcode !== undefined) return { kind: 'answer', rcode };
  if (name === 'empty.example') return { kind: 'answer' };
  if (name === 'hinfo.example')
    return { kind: 'answer', answers: [{ name, type: 'HINFO', cpu: 'a', os: 'b' }] };
  if (name === 'two-names.example') return { kind: 'answer', answers: twoNames };
  return undefined;
};

const rcodesByName: ReadonlyMap<string, Rcode> = new Map(
  (['FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'] as const).map(
    (rcode) => [`rcode-${rcode.toLowerCase()}.example`, rcode] as const,
  ),
);

const twoNames: readonly RecordInput[] = ['first.example', 'second.example'].map((target) => ({
  name: 'two-names.example',
  type: 'CNAME',
  target,
}));
