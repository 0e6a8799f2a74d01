/** How many sockets this process has open. */
export function countSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => /^(?:UDP|TCP)/.test(kind)).length;
}

/** A number once it has stood still for a quarter of a second. */
export async function settled(read: () => number): Promise<number> {
  for (let before = -1; ; ) {
    const now = read();
    if (now === before) return now;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
