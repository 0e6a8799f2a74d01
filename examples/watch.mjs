// A record set and its changes, as they happen. Run: node examples/watch.mjs
import { startNameServer } from 'rxdns/testing';

const origin = 'example.org';
const server = await startNameServer({ origin, zone: 'www 1 A 192.0.2.80\n' });

// #region watch
import { Resolver } from 'rxdns';

const resolver = new Resolver({ servers: [server.address] });

// Asked for again as the TTL ends, but not more often than once in a second; a value only when something changed. It lives on while servers fail.
const subscription = resolver.watch$('www.example.org', 'A', { minInterval: 1000 }).subscribe((change) => {
  const { status, added, removed, stale, error } = change;
  for (const { address } of removed) console.log('gone:', address);
  for (const { address } of added) console.log('new:', address);
  if (stale) console.log('not sure any more:', error?.code);
  else if (status !== 'NOERROR') console.log(status);
});

// subscription.unsubscribe() ends it; with the last subscriber of a name the questions stop.
// #endregion

// The server changes its mind as soon as it was heard. This watch shares the questions of the one above.
let changes = 0;
const steps = resolver.watch$('www.example.org', 'A', { minInterval: 1000 }).subscribe(() => {
  changes += 1;
  if (changes === 1) server.update({ origin, zone: 'www 1 A 192.0.2.80\nwww 1 A 192.0.2.81\n' });
  else if (changes === 2) server.update({ origin, zone: 'api 1 A 192.0.2.82\n' });
  else subscription.unsubscribe();
});
subscription.add(steps);
subscription.add(() => {
  void resolver.close();
  void server.close();
});
