import { get, set } from "./dense";
/** placeholder */
export function activate(kind: i32, parameter: f64, u: usize, g: usize, g1: usize, g2: usize, N: i32): void {
  for (let i = 0; i < N; i++) {
    const x = get(u, i);
    if (kind == 0) {
      const t = Math.tanh(parameter * x);
      const d = parameter * (1 - t * t);
      set(g, i, t); set(g1, i, d); set(g2, i, -2 * parameter * t * d);
    } else {
      const s = x / parameter;
      const d = 1 / (Math.PI * parameter * (1 + s * s));
      set(g, i, Math.atan(s) / Math.PI + 0.5); set(g1, i, d);
      set(g2, i, -2 * s * d / (parameter * (1 + s * s)));
    }
  }
}
