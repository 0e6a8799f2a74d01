/**
 * The lines of a file of this machine: whatever ends them (LF, CR LF, CR), without a byte order mark and
 * without those that are empty.
 */
export function* textLines(text: string): Generator<string> {
  let feed = text.indexOf('\n');
  let carriage = text.indexOf('\r');
  let start = text.startsWith('\ufeff') ? 1 : 0;
  while (start < text.length) {
    if (feed >= 0 && feed < start) feed = text.indexOf('\n', start);
    if (carriage >= 0 && carriage < start) carriage = text.indexOf('\r', start);
    const end = nearest(feed, carriage, text.length);
    if (end > start) yield text.slice(start, end);
    start = end + 1;
  }
}

/** The words of a line: what stands between spaces and tabs. Other controls, NUL too, make part of a word. */
export function words(line: string): readonly string[] {
  return line.match(/[^ \t\v\f]+/g) ?? [];
}

/** The words of a line up to its `#`. */
export function wordsBeforeComment(line: string): readonly string[] {
  const comment = line.indexOf('#');
  return words(comment < 0 ? line : line.slice(0, comment));
}

function nearest(feed: number, carriage: number, otherwise: number): number {
  if (feed < 0) return carriage < 0 ? otherwise : carriage;
  return carriage < 0 ? feed : Math.min(feed, carriage);
}
