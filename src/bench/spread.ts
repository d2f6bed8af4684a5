/** Where repeated measurements lie: the median and the quartiles around it, which a few disturbed ones do not move. */
export interface Spread {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

/** @throws RangeError when there is nothing to describe. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError("spreadOf: values must hold at least one number, got none");
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    lower: quantile(sorted, 0.25),
    upper: quantile(sorted, 0.75),
    count: sorted.length,
  };
}

/** The q-quantile of increasing values, between the two nearest where it falls between them (Hyndman and Fan's type 7). */
export function quantile(sorted: readonly number[], q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** Of the ratios value / reference, pair by pair. */
export function ratiosOf(values: readonly number[], references: readonly number[]): Spread {
  return spreadOf(values.map((value, k) => value / references[k]));
}

/** A spread in another unit. */
export function scaled({ median, lower, upper, count }: Spread, factor: number): Spread {
  return { median: median * factor, lower: lower * factor, upper: upper * factor, count };
}
