/**
 * Eigenvalues of a real matrix: Householder reduction to Hessenberg form, then the double-shift QR iteration — Francis
 * 1961; Martin & Wilkinson 1968 (EISPACK orthes, hqr). Only +, −, ×, ÷ and √, so every engine gives the same bits.
 */

/** One eigenvalue: real and imaginary part. */
export type Eigenvalue = readonly [re: number, im: number];

const EPSILON = 2 ** -52;
const MOST_ITERATIONS = 90; // of one eigenvalue; three are usual

/**
 * All eigenvalues, by descending real part, of a conjugate pair the one above the real axis first; NaN where the iteration
 * does not end, or the matrix is not finite.
 *
 * @param matrix  f64[n × n], row-major; read only. O(n³): meant for n up to a few hundred.
 */
export function eigenvalues(matrix: Float64Array, n: number): Eigenvalue[] {
  if (!matrix.every(Number.isFinite)) return Array.from({ length: n }, () => [Number.NaN, Number.NaN] as const);
  const h = matrix.slice();
  toHessenberg(h, n);
  return byDescent(hessenbergEigenvalues(h, n));
}

/** The eigenvalues of a matrix of two rows, f64[4] of finite numbers: bit for bit what `eigenvalues` gives. */
export function eigenvaluesOfTwo([a, b, c, d]: Float64Array): Eigenvalue[] {
  const values = isNegligible(c, a, d, Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d))
    ? ([
        [a, 0],
        [d, 0],
      ] as Eigenvalue[])
    : pairOf(a, b, c, d, 0);
  return byDescent(values);
}

function byDescent(values: Eigenvalue[]): Eigenvalue[] {
  return values.sort(([a, x], [b, y]) => b - a || y - x);
}

/** Whether an entry below the diagonal is nothing beside the two diagonal ones that it stands between. */
function isNegligible(entry: number, above: number, below: number, norm: number): boolean {
  const size = Math.abs(above) + Math.abs(below);
  return Math.abs(entry) < EPSILON * (size === 0 ? norm : size);
}

/** Similarity transforms that leave nothing below the first subdiagonal; what stood there stays, and is not read. */
function toHessenberg(h: Float64Array, n: number): void {
  const v = new Float64Array(n);
  for (let m = 1; m < n - 1; m++) {
    let scale = 0;
    for (let i = m; i < n; i++) scale += Math.abs(h[i * n + m - 1]);
    if (scale === 0) continue;
    let square = 0;
    for (let i = n - 1; i >= m; i--) {
      v[i] = h[i * n + m - 1] / scale;
      square += v[i] * v[i];
    }
    const g = v[m] > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    square -= v[m] * g;
    v[m] -= g;
    for (let j = m; j < n; j++) {
      let f = 0;
      for (let i = n - 1; i >= m; i--) f += v[i] * h[i * n + j];
      f /= square;
      for (let i = m; i < n; i++) h[i * n + j] -= f * v[i];
    }
    for (let i = 0; i < n; i++) {
      let f = 0;
      for (let j = n - 1; j >= m; j--) f += v[j] * h[i * n + j];
      f /= square;
      for (let j = m; j < n; j++) h[i * n + j] -= f * v[j];
    }
    h[m * n + m - 1] = scale * g;
  }
}

/** The QR iteration; destroys `h`. */
function hessenbergEigenvalues(h: Float64Array, n: number): Eigenvalue[] {
  const out: Eigenvalue[] = new Array(n);
  let norm = 0;
  for (let i = 0; i < n; i++) for (let j = Math.max(i - 1, 0); j < n; j++) norm += Math.abs(h[i * n + j]);
  const at = (i: number, j: number): number => h[i * n + j];
  let shifted = 0; // by exceptional shifts
  let iterations = 0;
  for (let end = n - 1; end >= 0; ) {
    let start = end;
    for (; start > 0; start--) {
      if (isNegligible(at(start, start - 1), at(start - 1, start - 1), at(start, start), norm)) break;
    }
    if (start === end) {
      out[end] = [at(end, end) + shifted, 0];
      end--;
      iterations = 0;
    } else if (start === end - 1) {
      [out[end - 1], out[end]] = pairOf(
        at(end - 1, end - 1),
        at(end - 1, end),
        at(end, end - 1),
        at(end, end),
        shifted,
      );
      end -= 2;
      iterations = 0;
    } else if (++iterations > MOST_ITERATIONS) {
      for (let i = 0; i <= end; i++) out[i] = [Number.NaN, Number.NaN];
      return out;
    } else {
      shifted += qrStep(h, n, start, end, iterations);
    }
  }
  return out;
}

/** Eigenvalues of the 2 × 2 block (a b; c d). */
function pairOf(a: number, b: number, c: number, d: number, shift: number): [Eigenvalue, Eigenvalue] {
  const half = (a - d) / 2;
  const product = b * c;
  const square = half * half + product;
  const root = Math.sqrt(Math.abs(square));
  if (square < 0)
    return [
      [d + shift + half, root],
      [d + shift + half, -root],
    ];
  const z = half >= 0 ? half + root : half - root;
  const first = d + shift + z;
  return [
    [first, 0],
    [z !== 0 ? d + shift - product / z : first, 0],
  ];
}

/** One double-shift step on rows start … end; returns what was subtracted from the diagonal. */
function qrStep(h: Float64Array, n: number, start: number, end: number, iteration: number): number {
  const at = (i: number, j: number): number => h[i * n + j];
  let x = at(end, end);
  let y = at(end - 1, end - 1);
  let w = at(end, end - 1) * at(end - 1, end);
  let shift = 0;
  if (iteration % 10 === 0) {
    // an exceptional shift breaks cycles of the iteration
    shift = x;
    for (let i = 0; i <= end; i++) h[i * n + i] -= x;
    const s = Math.abs(at(end, end - 1)) + Math.abs(at(end - 1, end - 2));
    x = y = 0.75 * s;
    w = -0.4375 * s * s;
  }
  let [p, q, r] = [0, 0, 0];
  let m = end - 2;
  for (; ; m--) {
    const z = at(m, m);
    const [dx, dy] = [x - z, y - z];
    p = (dx * dy - w) / at(m + 1, m) + at(m, m + 1);
    q = at(m + 1, m + 1) - z - dx - dy;
    r = at(m + 2, m + 1);
    const s = Math.abs(p) + Math.abs(q) + Math.abs(r);
    p /= s;
    q /= s;
    r /= s;
    if (m === start) break;
    const small = Math.abs(at(m, m - 1)) * (Math.abs(q) + Math.abs(r));
    const large = Math.abs(p) * (Math.abs(at(m - 1, m - 1)) + Math.abs(z) + Math.abs(at(m + 1, m + 1)));
    if (small < EPSILON * large) break;
  }
  for (let i = m + 2; i <= end; i++) {
    h[i * n + i - 2] = 0;
    if (i > m + 2) h[i * n + i - 3] = 0;
  }
  for (let k = m; k < end; k++) {
    const isLast = k === end - 1;
    let scale = 1;
    if (k !== m) {
      p = at(k, k - 1);
      q = at(k + 1, k - 1);
      r = isLast ? 0 : at(k + 2, k - 1);
      scale = Math.abs(p) + Math.abs(q) + Math.abs(r);
      if (scale === 0) continue;
      p /= scale;
      q /= scale;
      r /= scale;
    }
    const length = Math.sqrt(p * p + q * q + r * r);
    const s = p < 0 ? -length : length;
    if (s === 0) continue;
    if (k !== m) h[k * n + k - 1] = -s * scale;
    else if (start !== m) h[k * n + k - 1] = -at(k, k - 1);
    p += s;
    const [a, b, c] = [p / s, q / s, r / s];
    q /= p;
    r /= p;
    for (let j = k; j <= end; j++) {
      let f = at(k, j) + q * at(k + 1, j);
      if (!isLast) {
        f += r * at(k + 2, j);
        h[(k + 2) * n + j] -= f * c;
      }
      h[k * n + j] -= f * a;
      h[(k + 1) * n + j] -= f * b;
    }
    const last = Math.min(end, k + 3);
    for (let i = start; i <= last; i++) {
      let f = a * at(i, k) + b * at(i, k + 1);
      if (!isLast) {
        f += c * at(i, k + 2);
        h[i * n + k + 2] -= f * r;
      }
      h[i * n + k] -= f;
      h[i * n + k + 1] -= f * q;
    }
  }
  return shift;
}
