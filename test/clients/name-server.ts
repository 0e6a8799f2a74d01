import { type NameServer, startNameServer } from '../../src/testing/index.js';

/**
 * A name server that alone knows the names of these tests: under `client.test`, `v4` and `v6` have the loopback
 * address of one family, `both` has both, `alias` is another name for `both`, and `text` has none.
 *
 * Names with the label `silent` get no reply.
 */
export function startClientNames(): Promise<NameServer> {
  return startNameServer({
    origin: 'client.test',
    zone: `
v4    A     127.0.0.1
v6    AAAA  ::1
both  A     127.0.0.1
both  AAAA  ::1
alias CNAME both
text  TXT   "no addresses"
`,
    respond: ({ name }) => (/\bsilent\b/.test(name) ? { kind: 'drop' } : undefined),
  });
}
