/** Systems of linear equations of small dense networks: LU with partial pivoting. */

/** A matrix factored once, for many right-hand sides. */
export interface Factored {
  /** Smallest pivot over the largest: 0 for a singular matrix, in which case solutions are not finite. */
  readonly pivotRatio: number;
  /** Sign of the determinant: −1, 0 or 1. */
  readonly sign: number;
  /** Solves A x = b; x takes the place of b, f64[n]. */
  solve(b: Float64Array): void;
}

/**
 * Factors A = P L U in place.
 *
 * @param a      f64[n × n], row-major; overwritten, and held by what is returned.
 * @param order  i32[n] scratch, held too; made when absent.
 */
export function factorInPlace(a: Float64Array, n: number, order: Int32Array = new Int32Array(n)): Factored {
  let [least, most, sign] = [Number.POSITIVE_INFINITY, 0, 1];
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]) > Math.abs(a[pivot * n + k])) pivot = i;
    order[k] = pivot;
    if (pivot !== k) {
      sign = -sign;
      for (let j = 0; j < n; j++) {
        const other = a[k * n + j];
        a[k * n + j] = a[pivot * n + j];
        a[pivot * n + j] = other;
      }
    }
    const size = Math.abs(a[k * n + k]);
    least = size < least || Number.isNaN(size) ? size : least;
    most = Math.max(most, size);
    if (a[k * n + k] === 0) sign = 0;
    else if (a[k * n + k] < 0) sign = -sign;
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k] / a[k * n + k];
      a[i * n + k] = factor;
      if (factor !== 0) for (let j = k + 1; j < n; j++) a[i * n + j] -= factor * a[k * n + j];
    }
  }
  return {
    pivotRatio: most > 0 ? least / most : 0,
    sign,
    solve(b) {
      for (let k = 0; k < n; k++) {
        const other = b[order[k]];
        b[order[k]] = b[k];
        b[k] = other;
      }
      for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) b[i] -= a[i * n + j] * b[j];
      for (let i = n - 1; i >= 0; i--) {
        for (let j = i + 1; j < n; j++) b[i] -= a[i * n + j] * b[j];
        b[i] /= a[i * n + i];
      }
    },
  };
}
