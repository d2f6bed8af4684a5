/**
 * Small dense matrices in one array of doubles, twin of assembly/dense.ts: addresses are indices, rows are padded with zeros
 * to `stride`, an even number. Every element is a sum in the order of k.
 */

/** y += a x over `count` elements. */
export function addMultiple(m: Float64Array, y: number, a: number, x: number, count: number): void {
  for (let j = 0; j < count; j++) m[y + j] += a * m[x + j];
}

/** Σ_j x_j y_j over `count` elements, an even number: even elements and odd ones, then both. */
export function dot(m: Float64Array, x: number, y: number, count: number): number {
  let even = 0;
  let odd = 0;
  for (let j = 0; j < count; j += 2) {
    even += m[x + j] * m[y + j];
    odd += m[x + j + 1] * m[y + j + 1];
  }
  return even + odd;
}

/** out = a b, or out += a b with `add`: a [N × stride], b and out [N × width]; out overlaps neither. */
export function multiply(
  m: Float64Array,
  out: number,
  a: number,
  b: number,
  N: number,
  stride: number,
  width: number,
  add: boolean,
): void {
  for (let i = 0; i < N; i++) combineRows(m, out + i * width, a + i * stride, 1, b, N, width, add);
}

/** out = aᵀ b, or out += aᵀ b with `add`: a [N × stride], b and out [N × width]; out overlaps neither. */
export function multiplyTransposed(
  m: Float64Array,
  out: number,
  a: number,
  b: number,
  N: number,
  stride: number,
  width: number,
  add: boolean,
): void {
  for (let i = 0; i < N; i++) combineRows(m, out + i * width, a + i, stride, b, N, width, add);
}

/** A row of a product: out (+)= Σ_k c_k b_k, the coefficients `step` elements apart. */
function combineRows(
  m: Float64Array,
  out: number,
  c: number,
  step: number,
  b: number,
  N: number,
  width: number,
  add: boolean,
): void {
  if (!add) m.fill(0, out, out + width);
  for (let k = 0; k < N; k++) addMultiple(m, out, m[c + k * step], b + k * width, width);
}

/**
 * Cholesky's factor R of a = Rᵀ R, upper triangle, in place; below the diagonal is left what was there. A pivot of at most
 * `least` ends it, or with `semidefinite` leaves a row of zeros.
 *
 * @returns  whether every pivot was larger.
 */
export function factorize(
  m: Float64Array,
  a: number,
  N: number,
  stride: number,
  least: number,
  semidefinite: boolean,
): boolean {
  for (let k = 0; k < N; k++) {
    const pivotRow = a + k * stride;
    const pivot = m[pivotRow + k];
    if (!(pivot > least)) {
      if (!semidefinite) return false;
      m.fill(0, pivotRow + k, pivotRow + N);
      continue;
    }
    const scale = 1 / Math.sqrt(pivot);
    for (let j = k; j < N; j++) m[pivotRow + j] *= scale;
    for (let i = k + 1; i < N; i++) {
      const from = i & ~1;
      addMultiple(m, a + i * stride + from, -m[pivotRow + i], pivotRow + from, stride - from);
    }
  }
  return true;
}

/** y = R^−ᵀ y, y [N × width]; rows whose pivot is 0 become 0. */
export function solveLower(m: Float64Array, r: number, y: number, N: number, stride: number, width: number): void {
  for (let i = 0; i < N; i++) {
    const yi = y + i * width;
    for (let k = 0; k < i; k++) {
      const c = m[r + k * stride + i];
      if (c !== 0) addMultiple(m, yi, -c, y + k * width, width);
    }
    divideByPivot(m, yi, m[r + i * stride + i], width);
  }
}

/** y = R⁻¹ y, y [N × width]; rows whose pivot is 0 become 0. */
export function solveUpper(m: Float64Array, r: number, y: number, N: number, stride: number, width: number): void {
  for (let i = N - 1; i >= 0; i--) {
    const yi = y + i * width;
    const ri = r + i * stride;
    for (let k = i + 1; k < N; k++) {
      const c = m[ri + k];
      if (c !== 0) addMultiple(m, yi, -c, y + k * width, width);
    }
    divideByPivot(m, yi, m[ri + i], width);
  }
}

function divideByPivot(m: Float64Array, y: number, pivot: number, width: number): void {
  const scale = pivot > 0 ? 1 / pivot : 0;
  for (let j = 0; j < width; j++) m[y + j] *= scale;
}
