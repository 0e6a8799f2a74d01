import type { Observable } from 'rxjs';
import type { Outstanding } from '../../src/observables/channel.js';
import { CookieJar } from '../../src/observables/cookies.js';
import { demultiplex } from '../../src/observables/demultiplex.js';
import { EventSource } from '../../src/observables/events.js';
import type { DnsResponse } from '../../src/observables/exchange.js';
import { makeQuery, toServer } from '../../src/observables/make-query.js';
import { Outbox } from '../../src/observables/outbox.js';
import { PortBudget } from '../../src/observables/port-budget.js';
import type { ResolverEvent } from '../../src/observables/resolver-event.js';
import { Slots } from '../../src/observables/slots.js';
import type { FakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedReply } from '../../src/testing/fake-reply.js';
import type { MarbleContext } from '../../src/testing/marbles.js';
import { exampleServerQuery, type Particular } from '../observables/example.js';

/** The bottom of the stages on a fake network. */
export interface ScriptedWire {
  ask(name: string, particular?: Particular): Observable<DnsResponse>;
  close(): void;
  /** What was dropped so far: `time reason`. */
  readonly dropped: readonly string[];
}

/** Ids are drawn in order; nothing is random. */
export function scriptWire(m: MarbleContext, network: FakeNetwork, budget = new PortBudget()): ScriptedWire {
  const { scheduler } = m;
  let drawn = 0;
  const random = () => drawn++;
  const events = new EventSource();
  const dropped: string[] = [];
  events.events$.subscribe((event: ResolverEvent) => {
    if (event.type === 'drop') dropped.push(`${scheduler.now()} ${event.reason}`);
  });
  const services = {
    connect: network.connect,
    budget,
    cookies: new CookieJar(random),
    events,
    random,
    scheduler,
    outbox: new Outbox<Outstanding>(new Slots(1000)),
  };
  const { exchange, close } = demultiplex(services);
  const ask = (name: string, particular: Particular = {}): Observable<DnsResponse> => {
    const { settings, server, transport } = exampleServerQuery({ cookies: false, ...particular });
    return exchange(toServer(makeQuery(settings, name, 'A', 'IN'), server, transport));
  };
  return { ask, close, dropped };
}

/** A budget with nothing left. */
export function spentBudget(): PortBudget {
  const budget = new PortBudget();
  while (budget.take(0));
  return budget;
}

/** Replies that answer nothing: no message, and one for another id. */
export const garbage: ScriptedReply = ({ octets }) => octets.slice(0, 11);
export const otherId: ScriptedReply = ({ message }) => ({ id: message.id ^ 1 });

/** What was sent when, and on which connection: `time name connection`. */
export function sentOn(network: FakeNetwork): readonly string[] {
  return network.sent.map(
    ({ time, message, connection }) => `${time} ${message.questions[0]?.name} ${connection}`,
  );
}

/** The rcode of a response. */
export const rcode = ({ rcode: value }: DnsResponse) => value;
