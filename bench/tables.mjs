// Tables for the terminal and for documentation.

/** The rows, each an array of texts, below their heads; the first column is left-aligned, the others right. */
export function table(heads, rows, { markdown = false, leftColumns = 1 } = {}) {
  const widths = heads.map((head, column) =>
    Math.max(...[head, ...rows.map((row) => row[column])].map(widthOf)),
  );
  const pad = (cell, column) => {
    const blanks = ' '.repeat(widths[column] - widthOf(cell));
    return column < leftColumns ? cell + blanks : blanks + cell;
  };
  const write = (row) => (markdown ? `| ${row.map(pad).join(' | ')} |` : row.map(pad).join('  ').trimEnd());
  const rule = widths.map((width, column) =>
    markdown && column >= leftColumns ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [write(heads), markdown ? `| ${rule.join(' | ')} |` : rule.join('  '), ...rows.map(write)].join(
    '\n',
  );
}

/** One table for all concurrencies: a row for each contender. */
export function throughputTable(entries, options) {
  const heads = [
    'outstanding',
    'contender',
    'names',
    'queries/s',
    'CPU µs/query',
    'p50 ms',
    'p99 ms',
    'answered',
    'peak RSS MB',
  ];
  const rows = entries.map(({ concurrency, title, medians }) => [
    concurrency.toLocaleString('en'),
    title,
    medians.names.toLocaleString('en'),
    Math.round(medians.queriesPerSecond).toLocaleString('en'),
    medians.cpuMicroseconds.toFixed(1),
    milliseconds(medians.p50),
    milliseconds(medians.p99),
    `${(medians.share * 100).toFixed(2)} %`,
    (medians.peakRss / 1e6).toFixed(0),
  ]);
  return table(heads, rows, { ...options, leftColumns: 2 });
}

/** A row for each goal. */
export function budgetTable(rows, options) {
  const cells = rows.map(({ what, goal, measured, met }) => [what, goal, measured, met ? 'met' : 'NOT MET']);
  return table(['budget', 'goal', 'measured', ''], cells, { ...options, leftColumns: 4 });
}

function milliseconds(value) {
  if (value === null || Number.isNaN(value)) return '-';
  return value < 10 ? value.toFixed(3) : value.toFixed(0);
}

/** All characters that we use are one column wide. */
function widthOf(text) {
  return [...text].length;
}
