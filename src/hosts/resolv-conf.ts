import { formatAddress, readAddress } from './address-text.js';
import { readHostName } from './host-name.js';
import { textLines, words, wordsBeforeComment } from './text-lines.js';

/** What `options` of resolv.conf and the environment variable `RES_OPTIONS` set; undefined where they do not. */
export interface ResolvOptions {
  /** Dots from which on a name is first asked as it is, 0 to 15. */
  readonly ndots: number | undefined;
  /** Milliseconds for an attempt, 1,000 to 30,000; the file has seconds. */
  readonly timeout: number | undefined;
  /** Attempts at each server, 1 to 5. */
  readonly attempts: number | undefined;
  /** Whether the servers take turns. */
  readonly rotate: boolean | undefined;
  /** Whether to ask over TCP from the start (`use-vc`). */
  readonly useTcp: boolean | undefined;
  /** Whether to send EDNS (`edns0`). */
  readonly edns: boolean | undefined;
  /** Whether the servers are trusted to have validated what they mark with the AD bit (`trust-ad`). */
  readonly trustAd: boolean | undefined;
}

/** The content of resolv.conf. */
export interface ResolvConf extends ResolvOptions {
  /** Server strings in file order, each once: `192.0.2.1`, `192.0.2.1:5353`, `fe80::1%eth0`, `[2001:db8::1]:5353`. */
  readonly nameservers: readonly string[];
  /**
   * The suffixes of the last `search` or `domain` line, without trailing dots; undefined without such a line.
   *
   * The domain of the host name, which takes its place then, is no part of the file.
   */
  readonly domains: readonly string[] | undefined;
  /** The items of `sortlist` as they stand there, at most 10 (resolv.conf(5)). */
  readonly sortlist: readonly string[];
}

/**
 * Reads the text of resolv.conf (resolv.conf(5)).
 *
 * It takes any text. What it does not know is left out, as are addresses, names and values that are none; numbers
 * out of bounds become the nearest bound. A line may be indented; `#` and `;` begin a comment, but between the
 * items of `sortlist` a `;` only separates.
 */
export function parseResolvConf(text: string): ResolvConf {
  const nameservers = new Set<string>();
  const settings = new Settings();
  const sortlist: string[] = [];
  let domains: readonly string[] | undefined;
  for (const line of textLines(text)) {
    const lineWords = wordsBeforeComment(beforeSemicolon(line));
    const [keyword, value] = lineWords;
    if (value === undefined) continue;
    const server = keyword === 'nameserver' ? readServer(value) : undefined;
    if (server !== undefined) nameservers.add(server);
    else if (keyword === 'options') settings.add(lineWords);
    else if (keyword === 'search') domains = readDomains(lineWords.slice(1));
    else if (keyword === 'domain') domains = readDomains([value]);
    else if (keyword === 'sortlist') addItems(sortlist, line);
  }
  return { nameservers: [...nameservers], domains, sortlist, ...settings.options() };
}

/** Reads the text of `RES_OPTIONS`: what may stand behind `options` in resolv.conf. */
export function parseResolverOptions(text: string): ResolvOptions {
  const settings = new Settings();
  settings.add(words(text));
  return settings.options();
}

/** Reads the text of `LOCALDOMAIN`: what may stand behind `search` in resolv.conf. */
export function parseDomains(text: string): readonly string[] {
  return readDomains(words(text));
}

/** Bounds of the numbers, as glibc and c-ares have them (resolv.conf(5)). */
const bounds: ReadonlyMap<string, readonly [min: number, max: number]> = new Map([
  ['ndots', [0, 15]],
  ['timeout', [1, 30]],
  ['attempts', [1, 5]],
]);
/** Each flag by its spellings; c-ares and FreeBSD have `usevc`, too. */
const flags: ReadonlyMap<string, string> = new Map([
  ['rotate', 'rotate'],
  ['use-vc', 'use-vc'],
  ['usevc', 'use-vc'],
  ['edns0', 'edns0'],
  ['trust-ad', 'trust-ad'],
]);
const maxSortlist = 10;
const defaultPort = 53;

/** Options as they come in, the last one of a name winning. */
class Settings {
  readonly #numbers = new Map<string, number>();
  readonly #flags = new Set<string>();

  /** Takes words; those that are no option are left out, the keyword of the line among them. */
  add(options: readonly string[]): void {
    for (const option of options) {
      const flag = flags.get(option);
      if (flag !== undefined) {
        this.#flags.add(flag);
        continue;
      }
      const [, name = '', digits] = /^([a-z]+):(\d+)$/.exec(option) ?? [];
      const [min, max] = bounds.get(name) ?? [];
      if (min === undefined || max === undefined) continue;
      this.#numbers.set(name, Math.min(max, Math.max(min, Number(digits))));
    }
  }

  options(): ResolvOptions {
    const seconds = this.#numbers.get('timeout');
    return {
      ndots: this.#numbers.get('ndots'),
      timeout: seconds === undefined ? undefined : seconds * 1000,
      attempts: this.#numbers.get('attempts'),
      rotate: this.#flag('rotate'),
      useTcp: this.#flag('use-vc'),
      edns: this.#flag('edns0'),
      trustAd: this.#flag('trust-ad'),
    };
  }

  #flag(name: string): true | undefined {
    return this.#flags.has(name) ? true : undefined;
  }
}

function beforeSemicolon(line: string): string {
  const comment = line.indexOf(';');
  return comment < 0 ? line : line.slice(0, comment);
}

function addItems(sortlist: string[], line: string): void {
  const items = wordsBeforeComment(line.replaceAll(';', ' ')).slice(1, 1 + maxSortlist - sortlist.length);
  sortlist.push(...items);
}

/** Commas separate as spaces do, as in c-ares: no suffix has one. */
function readDomains(values: readonly string[]): readonly string[] {
  const domains: string[] = [];
  for (const value of values) {
    for (const word of value.includes(',') ? value.split(',') : [value]) {
      const domain = readHostName(word);
      if (domain !== undefined) domains.push(domain);
    }
  }
  return domains;
}

/**
 * Takes the forms of all that read the file: `192.0.2.1`, `fe80::1%eth0`, `192.0.2.1:5353`, OpenBSD's
 * `[192.0.2.1]:5353` and `[2001:db8::1]:5353`, and c-ares's `[fe80::1]:5353%eth0`.
 */
function readServer(text: string): string | undefined {
  const [, address = '', port, zone] =
    /^\[([^\]]*)\](?::(\d{1,5}))?(%.+)?$/.exec(text) ?? /^([\d.]+):(\d{1,5})$/.exec(text) ?? [];
  const read = readAddress(address === '' ? text : `${address}${zone ?? ''}`);
  const number = Number(port ?? defaultPort);
  if (read === undefined || number < 1 || number > 0xffff) return undefined;
  const server = formatAddress(read);
  if (number === defaultPort) return server;
  return read.family === 4 ? `${server}:${number}` : `[${server}]:${number}`;
}
