/** A notification as a `TestScheduler` hands it over, its value as text. */
export interface Mark {
  readonly frame: number;
  readonly kind: 'N' | 'E' | 'C';
  readonly text: string;
}

/** Draws what several sides emitted as marble diagrams, in which equal values have the same letter. */
export class DiagramWriter {
  readonly #letters = new Map<string, string>();

  /** The diagram; `undefined` where there is none, as for what comes one frame after a group. */
  draw(marks: readonly Mark[]): string | undefined {
    let diagram = '';
    let time = 0;
    for (const [frame, group] of byFrame(marks)) {
      if (frame < time) return undefined;
      const letters = group.map((mark) => this.#letterOf(mark)).join('');
      const text = letters.length === 1 ? letters : `(${letters})`;
      diagram += writeGap(frame - time, diagram === '') + text;
      time = frame + text.length;
    }
    return diagram;
  }

  #letterOf({ kind, text }: Mark): string {
    if (kind !== 'N') return kind === 'E' ? '#' : '|';
    const letter = this.#letters.get(text) ?? alphabet[this.#letters.size] ?? '?';
    this.#letters.set(text, letter);
    return letter;
  }
}

/** Draws a subscription log. */
export function drawSubscription(subscribed: number, unsubscribed: number): string {
  if (subscribed === Number.POSITIVE_INFINITY) return '';
  const start = `${writeGap(subscribed, true)}^`;
  if (unsubscribed === Number.POSITIVE_INFINITY) return start;
  // In the same frame both are a group.
  if (unsubscribed === subscribed) return `${writeGap(subscribed, true)}(^!)`;
  return `${start}${writeGap(unsubscribed - subscribed - 1, false)}!`;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Frames that are drawn one by one; more are a number. */
const maxDashes = 5;

function writeGap(frames: number, atStart: boolean): string {
  return frames <= maxDashes ? '-'.repeat(frames) : `${atStart ? '' : ' '}${frames}ms `;
}

function byFrame(marks: readonly Mark[]): ReadonlyMap<number, readonly Mark[]> {
  const groups = new Map<number, Mark[]>();
  for (const mark of marks) {
    const group = groups.get(mark.frame);
    if (group === undefined) groups.set(mark.frame, [mark]);
    else group.push(mark);
  }
  return groups;
}
