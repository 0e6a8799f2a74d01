/** Saves again and again, never twice at a time. */
export class Saver {
  readonly #save: () => Promise<void>;
  readonly #failed: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #saving: Promise<void> | undefined;

  /** Begins; `failed` is called where `save` rejects, and saving goes on. */
  constructor(save: () => Promise<void>, failed: (error: unknown) => void) {
    this.#save = save;
    this.#failed = failed;
    this.#timer = setInterval(() => this.#begin(), interval);
  }

  /** Resolves once what is being saved is saved; nothing is saved afterwards. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#saving;
  }

  #begin(): void {
    this.#saving ??= this.#save()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#saving = undefined;
      });
  }
}

/** Milliseconds. */
const interval = 500;
