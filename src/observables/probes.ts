import type { SchedulerLike, Subscription } from 'rxjs';
import { isDnsError } from '../errors.js';
import { ownTransport } from './attempt-plan.js';
import type { Deadlines } from './deadlines.js';
import { inconclusive } from './definite.js';
import type { EventSource } from './events.js';
import type { Exchange, Query, Server, ServerQuery } from './exchange.js';
import { toServer } from './make-query.js';
import type { Paces } from './paces.js';
import { fraction, type Random } from './random.js';
import type { ServerStates } from './servers.js';
import { systemCode } from './system-code.js';

/** Milliseconds that a failed server is left alone. */
const leaveAlone = 5000;
/** The share of queries that go to a failed server as well, once it was left alone for so long. */
const chance = 0.1;

export interface ProbeServices {
  readonly deadlines: Deadlines;
  readonly events: EventSource;
  readonly paces: Paces;
  readonly random: Random;
  readonly scheduler: SchedulerLike;
  readonly states: ServerStates;
}

/**
 * Finds out whether failed servers are back, by copies of live queries.
 *
 * The result of a copy changes only what is known about its server: nobody waits for it. One at a time for
 * each server.
 */
export class Probes {
  readonly #services: ProbeServices;
  readonly #underWay = new Map<string, Subscription>();

  constructor(services: ProbeServices) {
    this.#services = services;
  }

  /** Sends a copy of a query to those of its servers that are due; `first` is asked anyway. */
  send(query: Query, first: Server | undefined, next: Exchange<ServerQuery>): void {
    const { states, scheduler, random } = this.#services;
    // A race asks every server anyway.
    if (query.settings.strategy === 'race') return;
    for (const server of query.settings.servers) {
      const { failures, failedAt } = states.get(server);
      if (failures === 0 || server === first || this.#underWay.has(server.text)) continue;
      if (scheduler.now() - failedAt < leaveAlone || fraction(random) >= chance) continue;
      this.#probe({ ...toServer(query, server, ownTransport(query, server)), trail: [] }, next);
    }
  }

  stop(): void {
    for (const probe of [...this.#underWay.values()]) probe.unsubscribe();
  }

  #probe(query: ServerQuery, next: Exchange<ServerQuery>): void {
    this.#services.events.counters.probes += 1;
    const { deadlines, events, paces, states, scheduler } = this.#services;
    const { server } = query;
    const finish = (answered: boolean) => {
      timer.cancel();
      if (answered) states.answered(server);
      else states.failed(server, scheduler.now());
      events.emit(() => ({ type: 'probe', server: server.text, answered }));
    };
    const timer = deadlines.after(query.settings.timeout, () => {
      probe.unsubscribe();
      events.counters.serverFailed(server.text, 'ETIMEOUT');
      finish(false);
    });
    const probe = next(query).subscribe({
      next: ({ rcode }) => {
        paces.of(server).presence.heard();
        finish(!inconclusive.has(rcode));
      },
      error: (error: unknown) => {
        if (isDnsError(error))
          events.counters.serverFailed(server.text, systemCode(error.cause) ?? error.code);
        finish(false);
      },
    });
    this.#underWay.set(server.text, probe);
    probe.add(() => {
      timer.cancel();
      this.#underWay.delete(server.text);
    });
  }
}
