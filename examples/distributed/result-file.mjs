// The result: a file of outcomes, one on a line, and beside it a list of the shards that are in it.
import { open, readFile } from 'node:fs/promises';

/** Appends the outcomes of shards, each shard once, whatever happens to the process. */
export class ResultFile {
  #output;
  #index;
  /** Octets of output that whole shards take. */
  #end = 0;
  /** @type {Set<number>} */
  #shards = new Set();
  #outcomes = 0;

  /**
   * @param {import('node:fs/promises').FileHandle} output
   * @param {import('node:fs/promises').FileHandle} index
   */
  constructor(output, index) {
    this.#output = output;
    this.#index = index;
  }

  /**
   * Opens a result, or begins one; cuts off what a killed process left of a shard.
   * @param {string} path
   */
  static async open(path) {
    const list = `${path}.shards`;
    const file = new ResultFile(await open(path, 'a'), await open(list, 'a'));
    const lines = (await readFile(list, 'utf8')).split('\n').slice(0, -1);
    for (const line of lines) {
      const [id = 0, end = 0, outcomes = 0] = line.split(' ').map(Number);
      file.#note(id, end, outcomes);
    }
    await file.#index.truncate(lines.join('\n').length + Math.min(1, lines.length));
    await file.#output.truncate(file.#end);
    return file;
  }

  /** Ids of the shards that are in it. @type {ReadonlySet<number>} */
  get shards() {
    return this.#shards;
  }

  get outcomes() {
    return this.#outcomes;
  }

  /**
   * Appends a shard unless it is there; tells whether it was not.
   * @param {number} id
   * @param {string} lines Without a line end behind the last.
   */
  async append(id, lines) {
    if (this.#shards.has(id)) return false;
    const octets = Buffer.from(`${lines}\n`);
    await this.#output.appendFile(octets);
    // The list has a shard only when its outcomes are on the disk.
    await this.#output.datasync();
    const [end, outcomes] = [this.#end + octets.length, lines.split('\n').length];
    await this.#index.appendFile(`${id} ${end} ${outcomes}\n`);
    await this.#index.datasync();
    this.#note(id, end, outcomes);
    return true;
  }

  async close() {
    await this.#output.close();
    await this.#index.close();
  }

  /** @param {number} id @param {number} end @param {number} outcomes */
  #note(id, end, outcomes) {
    this.#shards.add(id);
    this.#end = end;
    this.#outcomes += outcomes;
  }
}
