/** Silences in a row after which a server is taken for gone. */
const maxSilences = 3;

/** Whether a server is there, by what it said last. */
export class Presence {
  readonly #onSpeaks: (speaks: boolean) => void;
  #silences = 0;
  #heard = false;

  /** `onSpeaks` hears when it speaks after it did not, and when it is gone. */
  constructor(onSpeaks: (speaks: boolean) => void) {
    this.#onSpeaks = onSpeaks;
  }

  /** Whether it ever said anything. */
  get wasHeard(): boolean {
    return this.#heard;
  }

  /** Whether it has said nothing for so long that others are to be asked. */
  get isGone(): boolean {
    return this.#silences >= maxSilences;
  }

  /** Whether it said something, and is not gone since. */
  get speaks(): boolean {
    return this.#heard && !this.isGone;
  }

  /** Takes note that the server spoke, whatever it said. */
  heard(): void {
    const { speaks } = this;
    this.#silences = 0;
    this.#heard = true;
    if (!speaks) this.#onSpeaks(true);
  }

  /** Takes note that it did not, or could not be reached. */
  silent(): void {
    const { speaks } = this;
    this.#silences += 1;
    if (speaks && this.isGone) this.#onSpeaks(false);
  }
}
