/** What `watch --help` prints. */
export const watchHelp = `rxdns watch: prints the records of a name, and each change of them.

Usage
  rxdns watch NAME [TYPE] [@SERVER...]

  rxdns watch www.example.com               its addresses (A)
  rxdns watch example.com MX @192.0.2.1     one server asked
  rxdns watch --demo                        a server that changes its mind

It asks again as the TTL of an answer ends, until Ctrl-C. A name without records, or that does not exist, is
an answer. While servers fail, the last records stay and are stale.

Options
  --min TIME            between two questions at least, such as 500ms, 2s or 5m (5s)
  --max TIME            between two questions at most (1h)
  --json                one JSON object on a line for each change (when piped)
  --text                lines for a person (on a terminal)
  -s, --server S        as @SERVER: 192.0.2.1, 192.0.2.1:5353, "system", or @FILE; may be repeated (system)
  --timeout TIME        for one attempt (2s)
  --tries N             attempts at each server, at most 3 (3)
  --demo                ask a name server of rxdns's own on the loopback address, whose answers change
  -h, --help            this text

Exit codes
  0  the reader of the output has closed it      64  wrong usage      70  a fault of rxdns
  74  standard output failed      130  interrupted (SIGINT)      143  terminated (SIGTERM)
`;

/** What `wait --help` prints. */
export const waitHelp = `rxdns wait: waits until each of several servers has a record.

Usage
  rxdns wait NAME TYPE VALUE... [@SERVER...]

  rxdns wait _acme-challenge.example.com TXT TOKEN @192.0.2.1 @192.0.2.2
  rxdns wait www.example.com A 192.0.2.80 --quorum 1
  rxdns wait example.com MX "10 mail.example.com" --deadline 10m

  VALUE is the text of a TXT record, or RDATA as a zone file has it; with several, a server has to have them
  all. It may have others besides. Where one begins with "-", "--" goes before NAME.
  Each server is asked by itself, again and again; nothing comes from a cache.

Options
  --quorum N            servers that have to agree at the same time (all)
  --every TIME          from an answer to the next question, such as 500ms, 2s or 5m (2s)
  --deadline TIME       for all of it (5m)
  --progress KIND       auto (a line for each change), json or none, on standard error
  -q, --quiet           no progress
  -s, --server S        as @SERVER: 192.0.2.1, 192.0.2.1:5353, "system", or @FILE; may be repeated (system)
  --timeout TIME        for one attempt (2s)
  --tries N             attempts for one question, at most 3 (1)
  --demo                ask three name servers of rxdns's own, which get the record one after another
  -h, --help            this text

Exit codes
  0  the servers agree      4  they did not in time      3  there are too few servers      64  wrong usage
  70  a fault of rxdns      130  interrupted (SIGINT)      143  terminated (SIGTERM)
`;
