/** The zones that both resolvers are asked for, by their apex. */
export const zones: Readonly<Record<string, string>> = {
  'parity.test': `
@          600 SOA   ns1 hostmaster 2026 7200 900 1209600 60
@              NS    ns1
@              NS    ns2.example.org.
ns1            A     192.0.2.5
a          120 A     192.0.2.1
a          120 A     192.0.2.2
aaaa       120 AAAA  2001:db8::1
aaaa       120 AAAA  ::ffff:192.0.2.1
caa            CAA   0 issue "ca.example; account=1"
caa            CAA   128 tbs "x"
cname          CNAME a
alias       60 CNAME a
chain       60 CNAME alias
mx             MX    10 mail
mx             MX    20 backup.example.org.
null-mx        MX    0 .
naptr          NAPTR 100 50 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .
naptr          NAPTR 200 50 "s" "SIP+D2U" "" _sip._udp
srv            SRV   10 60 5060 a
txt            TXT   "v=spf1 -all"
txt            TXT   "two " "strings"
txt-octets     TXT   "caf\\195\\169"
both           A     192.0.2.1
both           AAAA  2001:db8::1
short          A     192.0.2.3
`,
  '2.0.192.in-addr.arpa': `
@          600 SOA   ns1.parity.test. hostmaster.parity.test. 1 7200 900 1209600 60
1              PTR   one.parity.test.
2              PTR   one.parity.test.
2              PTR   two.parity.test.
`,
  '8.b.d.0.1.0.0.2.ip6.arpa': `
@          600 SOA   ns1.parity.test. hostmaster.parity.test. 1 7200 900 1209600 60
1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0 PTR six.parity.test.
`,
};
