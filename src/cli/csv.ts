/** Cells with commas between them; one that has a comma, a quote or a line end is quoted, one without a value is empty. */
export function csvCells(cells: readonly (string | number | undefined)[]): string {
  return cells.map(csvCell).join(',');
}

function csvCell(value: string | number | undefined = ''): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
