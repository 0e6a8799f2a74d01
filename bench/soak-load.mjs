// What bench/soak.mjs asks: every way in which a query can begin and end, mixed at random.

/** How many names each kind has; more than the cache holds. */
const names = 20_000;

/** Runs queries of all kinds, `concurrency` of them at a time, until paused. */
export class Load {
  #resolver;
  #context;
  #concurrency;
  #active = 0;
  #stopping = false;
  #onIdle = () => undefined;
  completed = 0;
  /** For each kind: how many came to what they should, were cancelled, or came to something else. */
  tallies = new Map(kinds.map(({ name }) => [name, { right: 0, cancelled: 0, wrong: 0, example: '' }]));

  /** `context` has what the kinds ask of: the address of another server and of one that is not there. */
  constructor(resolver, context, concurrency) {
    this.#resolver = resolver;
    this.#context = context;
    this.#concurrency = concurrency;
  }

  start() {
    this.#stopping = false;
    this.#fill();
  }

  #fill() {
    while (this.#active < this.#concurrency && !this.#stopping) {
      this.#active += 1;
      const kind = pick();
      let settled = false;
      kind.ask(this.#resolver, this.#context, (outcome) => {
        // Counted as wrong: every query settles once.
        const tally = this.tallies.get(kind.name);
        if (settled) note(tally, 'twice', kind.expected);
        else this.#settle(tally, outcome, kind.expected);
        settled = true;
      });
    }
  }

  /** Starts no more queries until {@link start}; resolves when none is left. */
  pause() {
    this.#stopping = true;
    return new Promise((resolve) => {
      this.#onIdle = resolve;
      if (this.#active === 0) resolve();
    });
  }

  #settle(tally, outcome, expected) {
    note(tally, outcome, expected);
    this.#active -= 1;
    this.completed += 1;
    if (this.#active === 0) this.#onIdle();
    // In a tick of its own: this one is still inside the query's subscriber.
    if (this.#active === this.#concurrency - 1) setImmediate(() => this.#fill());
  }
}

function note(tally, outcome, expected) {
  if (outcome === expected) tally.right += 1;
  else if (outcome === 'ECANCELLED') tally.cancelled += 1;
  else {
    tally.wrong += 1;
    tally.example ||= outcome;
  }
}

/** Each with its share of a hundred, and what it comes to unless it is cancelled. */
const kinds = [
  kind('A', 34, '192.0.2.1', (resolver, _, settle) => {
    follow(resolver.query$(nameOf('a'), 'A'), settle, ([{ address }]) => address);
  }),
  kind('A, often the same', 8, '192.0.2.1', (resolver, _, settle) => {
    const name = `hot-${Math.floor(Math.random() * 50)}.soak.example`;
    follow(resolver.query$(name, 'A'), settle, ([{ address }]) => address);
  }),
  kind('MX', 14, 'mail', (resolver, _, settle) => {
    follow(resolver.query$(nameOf('mx'), 'MX'), settle, ([{ exchange }]) => exchange.slice(0, 4));
  }),
  kind('NXDOMAIN', 10, 'ENOTFOUND', (resolver, _, settle) =>
    follow(resolver.query$(nameOf('none'), 'A'), settle),
  ),
  kind('truncated', 8, '200', (resolver, _, settle) => {
    follow(resolver.query$(nameOf('large'), 'TXT'), settle, ([{ text }]) => String(text.length));
  }),
  kind('timeout', 2, 'ETIMEOUT', (resolver, _, settle) => {
    follow(resolver.query$(nameOf('silent'), 'A', { timeout: 50, tries: 1 }), settle);
  }),
  kind('as a value', 4, 'NOERROR', (resolver, _, settle) => {
    follow(resolver.outcome$(nameOf('a'), 'A'), settle, ({ status }) => status);
  }),
  kind('another server', 6, '192.0.2.1', (resolver, { other }, settle) => {
    follow(resolver.query$(nameOf('a'), 'A', { servers: [other] }), settle, ([{ address }]) => address);
  }),
  kind('no server there', 2, 'ECONNREFUSED', (resolver, { closed }, settle) => {
    follow(resolver.query$(nameOf('a'), 'A', { servers: [closed], tries: 1 }), settle);
  }),
  kind('unsubscribed', 8, 'unsubscribed', (resolver, _, settle) => {
    const name = nameOf(Math.random() < 0.5 ? 'silent' : 'large');
    leaveSoon(resolver.query$(name, 'TXT'), settle);
  }),
  kind('aborted', 4, 'aborted', (resolver, _, settle) => {
    const controller = new AbortController();
    const options = { signal: controller.signal };
    follow(resolver.query$(nameOf('silent'), 'A', options), (outcome) =>
      settle(controller.signal.aborted && outcome === 'ECANCELLED' ? 'aborted' : outcome),
    );
    later(() => controller.abort());
  }),
];

function kind(name, share, expected, ask) {
  return { name, share, expected, ask };
}

/** Each kind as often as its share says. */
const tickets = kinds.flatMap((each) => Array.from({ length: each.share }, () => each));

function pick() {
  return tickets[Math.floor(Math.random() * tickets.length)];
}

function nameOf(prefix) {
  return `${prefix}-${Math.floor(Math.random() * names)}.soak.example`;
}

function follow(result$, settle, read = () => 'a value') {
  result$.subscribe({
    next: (value) => settle(read(value)),
    error: (error) => settle(error.code ?? String(error)),
  });
}

/** Unsubscribes before or just after the query was sent; nothing may come from it then. */
function leaveSoon(result$, settle) {
  let left = false;
  const subscription = result$.subscribe({
    next: () => settle(left ? 'a value after unsubscribing' : 'unsubscribed'),
    error: ({ code }) => settle(left ? 'an error after unsubscribing' : code),
  });
  later(() => {
    left = true;
    if (subscription.closed) return;
    subscription.unsubscribe();
    settle('unsubscribed');
  });
}

/** At once but behind this tick, or up to three milliseconds later. */
function later(act) {
  if (Math.random() < 0.5) setImmediate(act);
  else setTimeout(act, Math.random() * 3);
}
