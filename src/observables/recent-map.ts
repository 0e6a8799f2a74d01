/**
 * A Map that forgets its oldest entry when it has too many.
 *
 * For what is remembered of servers: a batch can name another one for each of its inputs.
 */
export class RecentMap<Value> extends Map<string, Value> {
  override set(key: string, value: Value): this {
    super.set(key, value);
    if (this.size > maxEntries) {
      const [oldest] = this.keys();
      if (oldest !== undefined) this.delete(oldest);
    }
    return this;
  }
}

const maxEntries = 10_000;
