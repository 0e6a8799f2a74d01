import { readFileSync } from 'node:fs';

/** The rows of a diagram by their labels. */
export type Rows = Readonly<Record<string, string>>;

/** The diagrams of docs/streams.md, by their names. */
export function readDiagrams(): ReadonlyMap<string, Rows> {
  const page = readFileSync(new URL('../../docs/streams.md', import.meta.url), 'utf8');
  const blocks = page.matchAll(/^```marbles (\S+)\n(.*?)^```$/gms);
  return new Map(Array.from(blocks, ([, name = '', body = '']) => [name, readRows(body)]));
}

/** Labels and diagrams stand two spaces apart at least. */
function readRows(body: string): Rows {
  const rows = body.trim().split('\n');
  return Object.fromEntries(rows.map((row) => row.split(/ {2,}/, 2)));
}
