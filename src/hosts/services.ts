import { textLines, wordsBeforeComment } from './text-lines.js';

/** The content of a services file. `protocol` is `tcp`, `udp`, `sctp` or `dccp`; without one, any of them counts. */
export interface ServicesTable {
  /** The port of a service, 0 to 65,535, by its name or an alias. */
  port(name: string, protocol?: string): number | undefined;
  /** The name of the service on a port; never an alias. */
  name(port: number, protocol?: string): string | undefined;
}

/**
 * Reads the text of a services file (services(5)): a name, `port/protocol` and aliases on each line, `#` before a
 * comment.
 *
 * It takes any text. The first line wins where several say something; lines that say nothing, or are about other
 * protocols, are left out. Names are told apart by case, as the C library does.
 */
export function parseServices(text: string): ServicesTable {
  const any = new Places();
  const byProtocol = new Map(protocols.map((protocol) => [protocol, new Places()]));
  for (const line of textLines(text)) {
    const lineWords = wordsBeforeComment(line);
    const [, digits, protocol = ''] = /^(\d{1,5})\/([a-z]+)$/.exec(lineWords[1] ?? '') ?? [];
    const places = byProtocol.get(protocol);
    const port = Number(digits);
    if (places === undefined || port > 0xffff) continue;
    any.add(lineWords, port);
    places.add(lineWords, port);
  }
  const placesOf = (protocol?: string) => (protocol === undefined ? any : byProtocol.get(protocol));
  return {
    port: (name, protocol) => placesOf(protocol)?.ports.get(name),
    name: (port, protocol) => placesOf(protocol)?.names.get(port),
  };
}

/** Those that look-ups ask for. AppleTalk's `ddp` has numbers of its own, which are no ports. */
const protocols: readonly string[] = ['tcp', 'udp', 'sctp', 'dccp'];

/** What may reach a terminal. */
const printable = /^[\x21-\x7e]+$/;

/** Ports by name and names by port, the first of each. */
class Places {
  readonly ports = new Map<string, number>();
  readonly names = new Map<number, string>();

  /** Takes the words of a line: a name, the place, aliases. */
  add(lineWords: readonly string[], port: number): void {
    for (const [at, word] of lineWords.entries()) {
      if (at === 1 || !printable.test(word)) continue;
      if (!this.ports.has(word)) this.ports.set(word, port);
      if (at === 0 && !this.names.has(port)) this.names.set(port, word);
    }
  }
}
