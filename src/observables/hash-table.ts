/** Something that a {@link HashTable} can hold, in one table at a time. */
export interface Hashed<Item> {
  readonly hash: number;
  /** The item behind it that has a hash with the same low bits. */
  behind: Item | undefined;
}

/** Places of a table that is still empty. */
const smallest = 16;

/**
 * Items by hash, in chains.
 *
 * In place of a Map where items come and go with every query: see {@link IdTable} for what is wrong with that, and
 * a Map would want its key as a string.
 */
export class HashTable<Item extends Hashed<Item>> {
  #chains = new Array<Item | undefined>(smallest).fill(undefined);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The first item with the low bits of a hash; others are `behind` it. */
  chain(hash: number): Item | undefined {
    return this.#chains[hash & (this.#chains.length - 1)];
  }

  /** Adds an item that is in no table. */
  add(item: Item): void {
    if (this.#size === this.#chains.length) this.#grow();
    this.#size += 1;
    this.#put(item);
  }

  /** Takes out an item; tells whether it was there. */
  delete(item: Item): boolean {
    const place = item.hash & (this.#chains.length - 1);
    let before: Item | undefined;
    for (let other = this.#chains[place]; other !== item; other = other.behind) {
      if (other === undefined) return false;
      before = other;
    }
    if (before === undefined) this.#chains[place] = item.behind;
    else before.behind = item.behind;
    // An item that is old and not yet collected would keep alive what is behind it.
    item.behind = undefined;
    this.#size -= 1;
    return true;
  }

  #put(item: Item): void {
    const place = item.hash & (this.#chains.length - 1);
    item.behind = this.#chains[place];
    this.#chains[place] = item;
  }

  #grow(): void {
    const chains = this.#chains;
    this.#chains = new Array<Item | undefined>(chains.length * 2).fill(undefined);
    for (const first of chains) {
      for (let item = first; item !== undefined; ) {
        const { behind } = item;
        this.#put(item);
        item = behind;
      }
    }
  }
}
