// The state of some names, again and again. Run: node examples/states.mjs
import { startNameServer } from 'rxdns/testing';

const server = await startNameServer({
  origin: 'example.org',
  zone: `
www  A  192.0.2.80
api  A  192.0.2.81
`,
});

// #region states
import { Resolver } from 'rxdns';
import { distinctUntilChanged, exhaustMap, forkJoin, map, timer } from 'rxjs';

const resolver = new Resolver({ servers: [server.address], timeout: 500 });
const names = ['www.example.org', 'api.example.org', 'old.example.org'];

// A round every second, never two at a time; a name that fails is a value, so the stream lives on.
const states$ = timer(0, 1000).pipe(
  exhaustMap(() => forkJoin(names.map((name) => resolver.outcome$(name, 'A', { cache: 'refresh' })))),
  map((outcomes) => outcomes.map(({ name, status }) => `${name} ${status}`).join(', ')),
  distinctUntilChanged(),
);

const subscription = states$.subscribe((state) => console.log(state));
// #endregion

// #region stop
// In Angular the async pipe or takeUntilDestroyed() does this; lookups under way are cancelled at once.
setTimeout(() => subscription.unsubscribe(), 1500);
// #endregion

setTimeout(() => {
  server.update({ origin: 'example.org', zone: 'www A 192.0.2.80\n' });
}, 500);
subscription.add(() => {
  void resolver.close();
  void server.close();
});
