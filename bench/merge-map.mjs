// mergeMap against queryEach.from, for lists that grow: `npm run build && node bench/merge-map.mjs`.
//
// A source that has all its names at once fills mergeMap's buffer, and what is taken from the front of that
// buffer is linear in its length as soon as it is long. `--most 1000000` takes some minutes.
import { contenders, nodeContender } from './contenders.mjs';
import { runAlone } from './small-benches.mjs';
import { runContender } from './throughput.mjs';

const concurrency = 500;
/** Seconds; a million names through mergeMap take minutes. */
const limit = 600;
const mergeMap = nodeContender('merge-map', 'mergeMap(query$, 500)');
const queryEach = contenders.find(({ name }) => name === 'query-each');

await runAlone(
  async ({ quick, values, address }) => {
    const counts = (quick ? [200] : [25_000, 50_000, 100_000, 200_000, 400_000, 1_000_000]).filter(
      (count) => count <= Number(values.most),
    );
    const figures = [];
    for (const names of counts) {
      const task = { server: address, names, stream: true, warmUp: quick ? 50 : 1000, concurrency, limit };
      const merged = await runContender(mergeMap, { ...task, contender: mergeMap.name });
      const pulled = await runContender(queryEach, { ...task, contender: queryEach.name });
      figures.push({ names, merged, pulled });
    }
    return {
      title: `mergeMap over a list, ${concurrency} outstanding`,
      notes: [],
      heads: ['names', 'mergeMap s', 'CPU µs/name', 'queryEach.from s', 'CPU µs/name'],
      rows: figures.map(({ names, merged, pulled }) => [
        names.toLocaleString('en'),
        ...[merged, pulled].flatMap(({ seconds, cpu }) => [
          seconds.toFixed(1),
          ((cpu / names) * 1e6).toFixed(1),
        ]),
      ]),
      figures,
      budget: [],
    };
  },
  { names: 0, options: { most: { type: 'string', default: '200000' } } },
);
