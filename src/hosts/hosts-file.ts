import { type AddressText, formatAddress, readAddress } from './address-text.js';
import { askedNameKey, fileNameKey, readHostName } from './host-name.js';
import { textLines, wordsBeforeComment } from './text-lines.js';

/** What a hosts file says about a name or an address. */
export interface HostsEntry {
  /** The canonical name: the first that the file has for the first of the addresses. */
  readonly name: string;
  /** The other names of these addresses, in file order, each once. */
  readonly aliases: readonly string[];
  /** In file order, each once; IPv6 with the zone that the file has (`fe80::1%eth0`). */
  readonly addresses: readonly string[];
}

/** The content of a hosts file. */
export interface HostsTable {
  /**
   * The entry of a name, in presentation form: case does not matter, nor does a trailing dot.
   *
   * Its addresses are those of the lines that carry the name, and no others.
   */
  find(name: string): HostsEntry | undefined;
  /**
   * The entry of an address in any text form.
   *
   * A zone that the caller names has to be that of the file, unless the file has none. Without one, the line
   * without a zone counts, and else the first line with any.
   */
  findByAddress(address: string): HostsEntry | undefined;
}

/**
 * Reads the text of a hosts file (hosts(5)): an address and its names on each line, `#` before a comment.
 *
 * It takes any text. Lines without an address or without a name are left out, and so are single names that are
 * none. The time it takes grows with the length of the text; that of a look-up does not.
 */
export function parseHosts(text: string): HostsTable {
  const table = new HostsMap();
  for (const line of textLines(text)) table.add(wordsBeforeComment(line));
  return table;
}

/** One address and the names of all its lines. */
interface HostAddress {
  readonly text: string;
  readonly name: string;
  readonly aliases: string[];
}

class HostsMap implements HostsTable {
  /** By key of a name. Most names have one address, and a Set for each would weigh more than the file. */
  readonly #byName = new Map<string, HostAddress | Set<HostAddress>>();
  readonly #byAddress = new Map<string, HostAddress>();
  /** The first address of those that have a zone, by the address without it. */
  readonly #withoutZone = new Map<string, HostAddress>();

  /** Takes the words of a line: an address, and names. */
  add(words: readonly string[]): void {
    const [text = ''] = words;
    // Most lines of a long file repeat an address, and have it in canonical text.
    const repeated = this.#byAddress.get(text);
    const read = repeated === undefined ? readAddress(text) : undefined;
    let known = read === undefined ? repeated : this.#byAddress.get(formatAddress(read));
    for (let at = 1; at < words.length; at += 1) {
      const name = readHostName(words[at] ?? '');
      if (name === undefined) continue;
      if (known !== undefined) {
        if (this.#join(name, known)) known.aliases.push(name);
      } else if (read !== undefined) known = this.#begin(read, name);
      else return;
    }
  }

  find(name: string): HostsEntry | undefined {
    const key = askedNameKey(name);
    const found = key === undefined ? undefined : this.#byName.get(key);
    if (found === undefined) return undefined;
    return found instanceof Set ? mergedEntry(found) : entryOf(found);
  }

  findByAddress(text: string): HostsEntry | undefined {
    const read = readAddress(text);
    if (read === undefined) return undefined;
    const exact = this.#byAddress.get(formatAddress(read)) ?? this.#byAddress.get(read.address);
    const found = exact ?? (read.zone === undefined ? this.#withoutZone.get(read.address) : undefined);
    return found === undefined ? undefined : entryOf(found);
  }

  #begin(read: AddressText, name: string): HostAddress {
    const address: HostAddress = { text: formatAddress(read), name, aliases: [] };
    this.#byAddress.set(address.text, address);
    if (read.zone !== undefined && !this.#withoutZone.has(read.address))
      this.#withoutZone.set(read.address, address);
    this.#join(name, address);
    return address;
  }

  /** Gives a name the address; false where it has it already. */
  #join(name: string, address: HostAddress): boolean {
    const key = fileNameKey(name);
    const known = this.#byName.get(key);
    if (known === undefined) this.#byName.set(key, address);
    else if (known === address || (known instanceof Set && known.has(address))) return false;
    else if (known instanceof Set) known.add(address);
    else this.#byName.set(key, new Set([known, address]));
    return true;
  }
}

function entryOf({ text, name, aliases }: HostAddress): HostsEntry {
  return { name, aliases, addresses: [text] };
}

/** The aliases are made when somebody reads them: a list of blocked names has 200,000 for each of two addresses. */
function mergedEntry(addresses: ReadonlySet<HostAddress>): HostsEntry {
  const [first] = addresses;
  let aliases: readonly string[] | undefined;
  return {
    name: first?.name ?? '',
    get aliases() {
      aliases ??= otherNames(addresses);
      return aliases;
    },
    addresses: Array.from(addresses, ({ text }) => text),
  };
}

/** The names of the addresses, without the first. */
function otherNames(addresses: ReadonlySet<HostAddress>): readonly string[] {
  const byKey = new Map<string, string>();
  for (const { name, aliases } of addresses) {
    addName(byKey, name);
    for (const alias of aliases) addName(byKey, alias);
  }
  const [, ...others] = byKey.values();
  return others;
}

function addName(byKey: Map<string, string>, name: string): void {
  const key = fileNameKey(name);
  if (!byKey.has(key)) byKey.set(key, name);
}
