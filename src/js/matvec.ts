/** Products of a matrix with a vector in plain JavaScript, twin of assembly/matvec.ts: entry j of a row in lane j mod 4. */

/** out = matrix · x, dense: rows `stride` apart, zero beyond the matrix, as is x. */
export function denseProduct(
  matrix: Float64Array | Float32Array,
  x: Float64Array,
  out: Float64Array,
  rows: number,
  stride: number,
): void {
  for (let i = 0, at = 0; i < rows; i++) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let j = 0; j < stride; j += 4, at += 4) {
      s0 += matrix[at] * x[j];
      s1 += matrix[at + 1] * x[j + 1];
      s2 += matrix[at + 2] * x[j + 2];
      s3 += matrix[at + 3] * x[j + 3];
    }
    out[i] = s0 + s2 + (s1 + s3);
  }
}

/** out = matrix · x for compressed sparse rows. */
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
