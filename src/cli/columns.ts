import { usageError } from './command-error.js';
import { csvCells } from './csv.js';
import type { Line } from './lines.js';
import type { Row } from './rows.js';

/** What of the input goes through to CSV: the columns of CSV, each row of NDJSON as one column, or nothing. */
export type Passage = 'columns' | 'row' | 'nothing';

/** Writes what goes through to CSV, so that all rows of the output have the same columns. */
export class Columns {
  readonly #passage: Passage;
  #titles: readonly string[] | undefined;

  constructor(passage: Passage) {
    this.#passage = passage;
  }

  /** The titles behind the output's own; those of CSV are known once a row has been written. */
  get titles(): readonly string[] {
    if (this.#passage === 'row') return ['row'];
    return (this.#titles ?? []).map((title) => `row.${title}`);
  }

  /**
   * The cells of a part of the input, as text; undefined where nothing goes through.
   *
   * `label` is what messages call the source. Throws {@link CommandError} with exit code 64 where it has other columns
   * than the one before.
   */
  write(part: Line | Row, label: string): string | undefined {
    if (this.#passage === 'nothing') return undefined;
    if (this.#passage === 'row') return csvCells(['json' in part ? part.json : undefined]);
    const { cells = [], titles = [] } = 'cells' in part ? part : {};
    this.#titles ??= titles;
    if (titles !== this.#titles) this.#compare(titles, label);
    const missing = Array<undefined>(Math.max(0, titles.length - cells.length)).fill(undefined);
    return csvCells([...cells, ...missing]);
  }

  #compare(titles: readonly string[], label: string): void {
    const before = csvCells(this.#titles ?? []);
    const now = csvCells(titles);
    if (now !== before)
      throw usageError(`${label} has other columns (${now}) than the file before it (${before}): use --json`);
    this.#titles = titles;
  }
}
