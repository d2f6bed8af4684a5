/** Cholesky's factor and what is solved with it, in plain JavaScript: twin of assembly/cholesky.ts, with its order of sums. */

export function choleskyRows(
  a: Float64Array,
  live: Int32Array,
  stride: number,
  first: number,
  count: number,
  tolerance: number,
): void {
  for (let i = first; i < first + count; i++) {
    const row = i * stride;
    const diagonal = a[row + i];
    for (let j = 0; j < i; j++) {
      const other = j * stride;
      a[row + j] = live[j] ? (a[row + j] - dot(a, row, a, other, j)) / a[other + j] : 0;
    }
    const left = diagonal - dot(a, row, a, row, i);
    if (left > tolerance * diagonal) {
      a[row + i] = Math.sqrt(left);
      live[i] = 1;
    } else {
      a.fill(0, row, row + i + 1);
      live[i] = 0;
    }
  }
}

export function choleskySolve(a: Float64Array, live: Int32Array, b: Float64Array, stride: number, n: number): void {
  for (let i = 0; i < n; i++) {
    b[i] = live[i] ? (b[i] - dot(a, i * stride, b, 0, i)) / a[i * stride + i] : 0;
  }
  for (let i = n - 1; i >= 0; i--) {
    if (!live[i]) continue;
    const row = i * stride;
    const x = b[i] / a[row + i];
    b[i] = x;
    for (let k = 0; k < i; k++) b[k] -= a[row + k] * x;
  }
}

export function forwardPanels(
  a: Float64Array,
  live: Int32Array,
  panels: Float64Array,
  stride: number,
  n: number,
  first: number,
  count: number,
): void {
  for (let p = first; p < first + count; p++) {
    const panel = 4 * n * p;
    for (let k = 0; k < n; k++) {
      const target = panel + 4 * k;
      if (!live[k]) {
        panels.fill(0, target, target + 4);
        continue;
      }
      const row = k * stride;
      let [v0, v1, v2, v3] = [panels[target], panels[target + 1], panels[target + 2], panels[target + 3]];
      for (let l = 0, source = panel; l < k; l++, source += 4) {
        const factor = a[row + l];
        v0 -= factor * panels[source];
        v1 -= factor * panels[source + 1];
        v2 -= factor * panels[source + 2];
        v3 -= factor * panels[source + 3];
      }
      const pivot = a[row + k];
      panels[target] = v0 / pivot;
      panels[target + 1] = v1 / pivot;
      panels[target + 2] = v2 / pivot;
      panels[target + 3] = v3 / pivot;
    }
  }
}

export function productPanels(
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
  n: number,
  outStride: number,
  row: number,
  first: number,
  last: number,
): void {
  const size = 4 * n;
  const end = (row + 1) * size;
  for (let j = first; j <= last; j++) {
    for (let r = 0; r < 4; r++) {
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let x = row * size + r, y = j * size; x < end; x += 4, y += 4) {
        const factor = a[x];
        s0 += factor * b[y];
        s1 += factor * b[y + 1];
        s2 += factor * b[y + 2];
        s3 += factor * b[y + 3];
      }
      const at = r * outStride + 4 * j;
      out[at] = s0;
      out[at + 1] = s1;
      out[at + 2] = s2;
      out[at + 3] = s3;
    }
  }
}

export function roundRow(values: Float64Array, out: Int32Array, n: number, most: number, at = 0): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = n & ~3;
  let k = 0;
  for (; k < whole; k += 4) {
    s0 += Math.abs(values[at + k]);
    s1 += Math.abs(values[at + k + 1]);
    s2 += Math.abs(values[at + k + 2]);
    s3 += Math.abs(values[at + k + 3]);
  }
  let size = s0 + s2 + (s1 + s3);
  for (; k < n; k++) size += Math.abs(values[at + k]);
  const s = most / size;
  if (!(Math.abs(s) < Number.POSITIVE_INFINITY)) return 0;
  for (k = 0; k < n; k++) out[k] = Math.floor(values[at + k] * s + 0.5);
  return s;
}

/** Σ_k x_k y_k over k < n in four lanes, k mod 4, added as (0 + 2) + (1 + 3); then the tail. */
export function dot(x: Float64Array, xAt: number, y: Float64Array, yAt: number, n: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = n & ~3;
  let k = 0;
  for (; k < whole; k += 4) {
    s0 += x[xAt + k] * y[yAt + k];
    s1 += x[xAt + k + 1] * y[yAt + k + 1];
    s2 += x[xAt + k + 2] * y[yAt + k + 2];
    s3 += x[xAt + k + 3] * y[yAt + k + 3];
  }
  let sum = s0 + s2 + (s1 + s3);
  for (; k < n; k++) sum += x[xAt + k] * y[yAt + k];
  return sum;
}
