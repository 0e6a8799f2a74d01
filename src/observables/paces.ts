import type { SchedulerLike } from 'rxjs';
import type { Deadlines } from './deadlines.js';
import type { EventSource } from './events.js';
import type { Server } from './exchange.js';
import type { PacingState } from './pacing-state.js';
import { RecentMap } from './recent-map.js';
import { type ServerLimits, ServerPace, type ServerPaceServices } from './server-pace.js';

/** What {@link Paces} stand on. */
export interface PacesServices {
  readonly deadlines: Deadlines;
  readonly events: EventSource;
  readonly scheduler: SchedulerLike;
  readonly limits: ServerLimits;
}

/** How fast each server is asked, by its text. */
export class Paces {
  readonly #services: PacesServices;
  readonly #paces = new RecentMap<ServerPace>();
  /** How many have a rate of their own. */
  #limited = 0;
  /** How many speak, or did when they were forgotten: 0 saves a look at each. */
  #speaking = 0;
  /** The one asked for last: mostly the next one, too. */
  #server: Server | undefined;
  #pace: ServerPace | undefined;

  constructor(services: PacesServices) {
    this.#services = services;
  }

  /** Whether any server is not to be asked as fast as questions come: then it matters which one is. */
  get areLimited(): boolean {
    const { concurrency, rate } = this.#services.limits;
    return this.#limited > 0 || Math.min(concurrency, rate) < Number.POSITIVE_INFINITY;
  }

  /** Whether any server speaks. */
  get anySpeaks(): boolean {
    return this.#speaking > 0;
  }

  /** The state of each server that was asked, by its text. */
  get states(): ReadonlyMap<string, PacingState> {
    return new Map([...this.#paces].map(([text, { state }]) => [text, state]));
  }

  /** Questions a second that a server bears; `Infinity` for no limit known. */
  rateOf(server: string): number {
    const state = this.#paces.get(server)?.state;
    if (state === undefined) return Number.POSITIVE_INFINITY;
    const { rate, isLimited, trial } = state;
    // After a trial in vain the rate only rises to where it was.
    return trial !== undefined || isLimited ? rate : Number.POSITIVE_INFINITY;
  }

  of(server: Server): ServerPace {
    if (this.#pace !== undefined && this.#server === server) return this.#pace;
    const { text } = server;
    let pace = this.#paces.get(text);
    if (pace === undefined) {
      pace = new ServerPace(this.#paceServices(text));
      this.#paces.set(text, pace);
    }
    this.#server = server;
    this.#pace = pace;
    return pace;
  }

  /** The one of these servers that can take a question soonest; the earlier one where they are equal. */
  leastLoaded(servers: readonly Server[]): Server | undefined {
    let best: Server | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const server of servers) {
      const load = this.#load(server);
      if (best !== undefined && load >= least) continue;
      best = server;
      least = load;
    }
    return best;
  }

  /** Milliseconds to wait; far more where it is doubtful that anybody is there. */
  #load(server: Server): number {
    const pace = this.of(server);
    const { wait } = pace;
    if (wait > 0) pace.wanted();
    if (pace.presence.isGone) return wait + 2 * doubtful;
    return pace.isUnproven ? wait + doubtful : wait;
  }

  #paceServices(server: string): ServerPaceServices {
    const { deadlines, events, scheduler, limits } = this.#services;
    return {
      deadlines,
      limits,
      now: () => scheduler.now(),
      onSpeaks: (speaks) => {
        this.#speaking += speaks ? 1 : -1;
      },
      onRate: (rate, before) => {
        if (before === Number.POSITIVE_INFINITY) this.#limited += 1;
        else if (rate === Number.POSITIVE_INFINITY) this.#limited -= 1;
        events.emit(() => ({ type: 'server-rate', server, rate }));
      },
    };
  }
}

/** More milliseconds than anybody waits for a turn. */
const doubtful = 1e12;
