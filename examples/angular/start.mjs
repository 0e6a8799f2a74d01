// Builds and serves the app. Run: npm run angular [-- PORT] (needs openssl)
import { startNameServer } from 'rxdns/testing';
import { buildApp, site } from './build.mjs';
import { answerDoh } from './doh.mjs';
import { serve } from './serve.mjs';

/** Milliseconds; long enough to see that typing cancels. */
const delay = 400;

const nameServer = await startNameServer({
  origin: 'example.org',
  zone: `
@       3600 SOA   ns hostmaster 1 3600 600 86400 60
@        300 A     192.0.2.1
@        300 AAAA  2001:db8::1
@       3600 MX    10 mail
@       3600 MX    20 backup.example.net.
@        600 TXT   "v=spf1 mx -all"
www      300 CNAME web
web       60 A     192.0.2.80
web       60 A     192.0.2.81
web       60 AAAA  2001:db8::80
mail    3600 A     192.0.2.25
shop     120 A     192.0.2.90
txt      600 TXT   "only this"
${Array.from({ length: 30 }, (_, at) => `host${at + 1} 300 A 192.0.2.${at + 101}`).join('\n')}
`,
  // What can go wrong, by name.
  respond: ({ name }) => {
    if (name === 'broken.example.org') return { kind: 'answer', rcode: 'SERVFAIL' };
    if (name === 'secret.example.org') return { kind: 'answer', rcode: 'REFUSED' };
    return name === 'silent.example.org' ? { kind: 'drop' } : undefined;
  },
});

await buildApp(site);
const url = await serve(
  site,
  Number(process.argv[2] ?? 0),
  answerDoh(nameServer, delay, ({ event, question }) => console.log(`${event.padEnd(9)} ${question}`)),
);
console.log('Try example.org, www., shop., txt., broken., secret., silent., host1. to host30.example.org');
console.log(`App: ${url} (its certificate is its own: tell the browser to go on)`);
