import type { Random } from './random.js';

/** Draws of an id; with at most half of them taken, a million queries have one with worse luck. */
const maxDraws = 20;

/** A free transaction id, drawn at random; after some bad luck (or a bad source of it) the next one that is free. */
export function drawId(random: Random, isTaken: (id: number) => boolean): number {
  let id = random() & 0xffff;
  for (let draws = 1; isTaken(id); draws += 1) id = (draws < maxDraws ? random() : id + 1) & 0xffff;
  return id;
}

/** Places of a table that is still empty: most sockets carry one query. */
const smallest = 4;

/**
 * What is outstanding on a connection, by transaction id: random 16-bit numbers, so that their low bits do as hash.
 *
 * In place of a Map, which V8 rebuilds again and again as ids come and go. An old state of it that outlived two
 * collections keeps the next one alive, and that the queries in it: everything is copied, and nothing collected.
 */
export class IdTable<Entry extends { readonly id: number }> {
  /** Linear probing: an entry is at its id's place or behind it, without a gap between. At most half are taken. */
  #places: (Entry | undefined)[] = new Array<Entry | undefined>(smallest).fill(undefined);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(id: number): Entry | undefined {
    const mask = this.#places.length - 1;
    let at = id & mask;
    for (let entry = this.#places[at]; entry !== undefined; entry = this.#places[at]) {
      if (entry.id === id) return entry;
      at = (at + 1) & mask;
    }
    return undefined;
  }

  /** Adds an entry whose id is not in the table. */
  add(entry: Entry): void {
    if (this.#size * 2 >= this.#places.length) this.#grow();
    this.#size += 1;
    this.#put(entry);
  }

  /** Takes the entry of an id out, if there is one. */
  delete(id: number): void {
    const places = this.#places;
    const mask = places.length - 1;
    let gap = id & mask;
    while (places[gap] !== undefined && places[gap]?.id !== id) gap = (gap + 1) & mask;
    if (places[gap] === undefined) return;
    this.#size -= 1;
    places[gap] = undefined;
    // Those behind the gap move into it, unless that lies before their own place.
    for (let at = (gap + 1) & mask; ; at = (at + 1) & mask) {
      const entry = places[at];
      if (entry === undefined) return;
      if (((at - entry.id) & mask) < ((at - gap) & mask)) continue;
      places[gap] = entry;
      places[at] = undefined;
      gap = at;
    }
  }

  /** Every entry; those that are added or taken out meanwhile change nothing. */
  entries(): readonly Entry[] {
    return this.#places.filter((entry) => entry !== undefined);
  }

  clear(): void {
    this.#places = new Array<Entry | undefined>(smallest).fill(undefined);
    this.#size = 0;
  }

  #put(entry: Entry): void {
    const mask = this.#places.length - 1;
    let at = entry.id & mask;
    while (this.#places[at] !== undefined) at = (at + 1) & mask;
    this.#places[at] = entry;
  }

  #grow(): void {
    const entries = this.entries();
    this.#places = new Array<Entry | undefined>(this.#places.length * 2).fill(undefined);
    for (const entry of entries) this.#put(entry);
  }
}
