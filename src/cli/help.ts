/** What `--help` prints. */
export const helpText = `rxdns: asks DNS for many names at once, and has an outcome for each.

Usage
  rxdns [TYPE...] [@SERVER...] NAME...      ask for names
  rxdns -f FILE [-t TYPES]                  ask for every line of a file
  ... | rxdns [-t TYPES]                    ask for every line of standard input
  rxdns watch NAME [TYPE] [@SERVER...]      print each change of a record set; see rxdns watch --help
  rxdns wait NAME TYPE VALUE [@SERVER...]   wait until servers have a record; see rxdns wait --help

  rxdns example.com                         its addresses (A)
  rxdns MX TXT @192.0.2.1 example.com       two types, from one server
  rxdns 192.0.2.1 2001:db8::1               the names of addresses (PTR)
  rxdns -f names.txt -t A,MX > out.ndjson   two lines out for each line in

Input
  NAME              a name or an address; a word that is a type is one ("mx." is a name, and
                    so is "watch." at the beginning)
  -f, --file FILE   lines "name", "name TYPE" or "name TYPE @server"; "#" begins a comment,
                    empty lines are skipped; "-" is standard input; may be repeated
  -t, --type TYPES  types for lines without one, such as A,MX or TYPE65280 (A)
  -s, --server S    192.0.2.1, 192.0.2.1:5353, [2001:db8::1]:53, "system" for resolv.conf's,
                    or @FILE with one on each line; may be repeated (system)
                    For an address, A and AAAA mean PTR.

Output
  --json            one JSON object on a line for each input and type (when piped);
                    octets in records are hexadecimal
  --table           columns (on a terminal)
  --short           the values alone
  --format NAME     json, table, short or auto
  --status LIST     print only these, such as SERVFAIL,TIMEOUT; all of them still count

Pace
  -c, --concurrency N   inputs in flight (256)
  --workers N           threads that share them, on as many cores, 1 to 64 (1)
  --timeout MS          for one attempt (2000)
  --tries N             attempts at each server, at most 3 (3)
  --deadline MS         for one question, all attempts together (none)

Reports, on standard error
  --progress KIND   auto (a line on a terminal), json (an object every second) or none
  --summary FILE    the summary, as JSON
  -q, --quiet       neither progress nor summary

Other
  --demo            ask a name server of rxdns's own on the loopback address: every name has an
                    answer, though a few are NXDOMAIN, NODATA, SERVFAIL or truncated;
                    without names, it makes some up
  -h, --help        this text
  -V, --version     the version

Ctrl-C stops reading and waits for what is in flight, at most one timeout; a second one leaves at once.
NO_COLOR=1 and TERM=dumb switch colours off.

Exit codes
  0  every question was answered: NOERROR, NODATA or NXDOMAIN (also for an empty list)
  2  some were not     3  none was     64  wrong usage     70  a fault of rxdns
  74  a file or a stream failed     130  interrupted (SIGINT)     143  terminated (SIGTERM)
`;
