/** placeholder */
export function activate(m: Float64Array, kind: number, parameter: number, u: number, g: number, g1: number, g2: number, N: number): void {
  for (let i = 0; i < N; i++) {
    const x = m[u + i];
    if (kind === 0) {
      const t = Math.tanh(parameter * x);
      const d = parameter * (1 - t * t);
      m[g + i] = t; m[g1 + i] = d; m[g2 + i] = -2 * parameter * t * d;
    } else {
      const s = x / parameter;
      const d = 1 / (Math.PI * parameter * (1 + s * s));
      m[g + i] = Math.atan(s) / Math.PI + 0.5; m[g1 + i] = d;
      m[g2 + i] = (-2 * s * d) / (parameter * (1 + s * s));
    }
  }
}
