/** Something that a {@link LinkedList} can hold, in one list at a time. */
export interface Linked<Item> {
  before: Item | undefined;
  after: Item | undefined;
}

/**
 * A list whose items leave it in constant time, wherever they are.
 *
 * In place of a Set where items come and go with every query; see {@link IdTable} for what is wrong with that.
 */
export class LinkedList<Item extends Linked<Item>> {
  #first: Item | undefined;
  #last: Item | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): Item | undefined {
    return this.#first;
  }

  /** Appends an item that is in no list. */
  append(item: Item): void {
    item.before = this.#last;
    if (this.#last === undefined) this.#first = item;
    else this.#last.after = item;
    this.#last = item;
    this.#size += 1;
  }

  /** Takes out an item that is in this list. */
  remove(item: Item): void {
    const { before, after } = item;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    // An item that is old and not yet collected would keep alive all that came after it.
    item.before = undefined;
    item.after = undefined;
    this.#size -= 1;
  }

  /** Every item, in order. */
  toArray(): readonly Item[] {
    const items: Item[] = [];
    for (let item = this.#first; item !== undefined; item = item.after) items.push(item);
    return items;
  }
}
