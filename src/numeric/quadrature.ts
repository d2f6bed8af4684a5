/** Nodes and weights on [0, 1]. */
interface Rule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

const rules = new Map<number, Rule>();

/**
 * Gauss–Legendre quadrature of n nodes on [0, 1], exact for polynomials up to degree 2n − 1. Newton's method on Legendre's
 * polynomial from a start rounded to f32, so that an engine's own cosine does not show.
 */
export function gaussLegendre(n: number): Rule {
  const known = rules.get(n);
  if (known) return known;
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let k = 0; k < n; k++) {
    let x = Math.fround(Math.cos((Math.PI * (n - k - 0.25)) / (n + 0.5)));
    let slope = 0;
    for (let step = 0; step < 8; step++) {
      let [before, value] = [1, x];
      for (let m = 2; m <= n; m++) [before, value] = [value, ((2 * m - 1) * x * value - (m - 1) * before) / m];
      slope = (n * (before - x * value)) / (1 - x * x);
      x -= value / slope;
    }
    nodes.push(0.5 * (1 + x));
    weights.push(1 / ((1 - x * x) * slope * slope));
  }
  const rule = { nodes, weights };
  rules.set(n, rule);
  return rule;
}

/** ∫₀¹ f by doubled rules of 8 … 128 nodes, until two agree to `tolerance` of their size. */
export function legendreIntegral(
  f: (x: number) => number,
  tolerance: number,
): { readonly value: number; readonly error: number; readonly nodes: number } {
  let before = Number.NaN;
  for (let n = 8; ; n *= 2) {
    const { nodes, weights } = gaussLegendre(n);
    let value = 0;
    let size = 0;
    for (let k = 0; k < n; k++) {
      const term = weights[k] * f(nodes[k]);
      value += term;
      size += Math.abs(term);
    }
    const error = Math.abs(value - before);
    if (error <= tolerance * size || n === 128) return { value, error, nodes: n };
    before = value;
  }
}
