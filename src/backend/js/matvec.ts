/** Products of a matrix with a vector in plain JavaScript, twin of assembly/matvec.ts, which has the order of sums. */

/** out = matrix · x, dense: rows `stride` apart, zero beyond the matrix, as is x. */
export function denseProduct(
  matrix: Float64Array | Float32Array,
  x: Float64Array,
  out: Float64Array,
  rows: number,
  stride: number,
): void {
  for (let i = 0, at = 0; i < rows; i++) {
    let even = 0;
    let odd = 0;
    for (let j = 0; j < stride; j += 2, at += 2) {
      even += matrix[at] * x[j];
      odd += matrix[at + 1] * x[j + 1];
    }
    out[i] = even + odd;
  }
}

/** out = matrix · x for a matrix in compressed sparse rows. */
export function productSparse(
  values: Float64Array,
  rowStart: Int32Array,
  columns: Int32Array,
  x: Float64Array,
  out: Float64Array,
  rows: number,
): void {
  for (let i = 0; i < rows; i++) {
    const sums = [0, 0, 0, 0];
    for (let e = rowStart[i], lane = 0; e < rowStart[i + 1]; e++, lane = (lane + 1) & 3) {
      sums[lane] += values[e] * x[columns[e]];
    }
    out[i] = sums[0] + sums[2] + (sums[1] + sums[3]);
  }
}

/** out = matrixᵀ · w: rows added one after another, row 0 first. */
export function productTransposed(
  matrix: Float64Array,
  w: Float64Array,
  out: Float64Array,
  rows: number,
  stride: number,
): void {
  out.fill(0, 0, stride);
  for (let i = 0, at = 0; i < rows; i++) {
    const weight = w[i];
    for (let j = 0; j < stride; j++, at++) out[j] += matrix[at] * weight;
  }
}

/** A sum of `count` entries in eight lanes, for the bench. */
export function readThrough(values: Float64Array, count: number): number {
  const lanes = new Float64Array(8);
  for (let k = 0; k < (count & ~7); k++) lanes[k & 7] += values[k];
  const [a, b, c, d, e, f, g, h] = lanes;
  return a + c + (e + g) + (b + d + (f + h));
}
