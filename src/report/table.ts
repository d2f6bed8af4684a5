/** Rows of words in columns; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, k) => Math.max(width(name), ...rows.map((row) => width(row[k]))));
  const line = (cells: readonly string[], pad: (cell: string, k: number) => string): string =>
    cells.map(pad).join("  ").trimEnd();
  const isNumber = head.map((_, k) => rows.every((row) => /^[-−\d.±% e+]*$/.test(row[k])));
  const place = (cell: string, k: number): string => {
    const space = " ".repeat(widths[k] - width(cell));
    return isNumber[k] ? space + cell : cell + space;
  };
  return [line(head, place), line(head, (_, k) => "─".repeat(widths[k])), ...rows.map((row) => line(row, place))].join(
    "\n",
  );
}

/** A mean and its standard deviation over seeds, or the value alone where there is one seed. */
export function plusMinus(mean: number, deviation: number, digits: number, seeds: number): string {
  return seeds > 1 ? `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}` : mean.toFixed(digits);
}

function width(text: string): number {
  return [...text].length;
}
