/** Symmetric systems A x = b, A ≥ 0, in the kernels' memory: rows that depend on others are left out. */
import type { Block, Kernels } from "../backend/contract/kernels.ts";

/** Part of a diagonal entry below which what elimination leaves of it is rounding: entries here are integers. */
export const TOLERANCE = 1e-9;

export interface Factor {
  readonly a: Block<Float64Array>;
  /** Whether each row was kept, i32[n]: 0 where it was left out. */
  readonly live: Block<Int32Array>;
  readonly stride: number;
  readonly n: number;
  /** Number of rows that were not left out. */
  readonly rank: number;
}

/** Products of one kernel call, for it to end within a few ms. */
const PRODUCTS_A_CALL = 2e6;

/** Row length of an n × n matrix. */
export function factorStride(n: number): number {
  return (n + 1) & ~1;
}

/** Cholesky's factor of a, f64[n × stride], in place. */
export async function factorize(
  kernels: Kernels,
  a: Block<Float64Array>,
  n: number,
  pause: () => Promise<void> | undefined,
): Promise<Factor> {
  const stride = factorStride(n);
  const live = kernels.arena.int32(n);
  for (let i = 0; i < n; ) {
    const count = Math.min(n - i, Math.max(1, Math.floor(PRODUCTS_A_CALL / (1 + (i * i) / 2))), 1 + i);
    kernels.choleskyRows(a, live, stride, i, count, TOLERANCE);
    i += count;
    await pause();
  }
  const rank = live.view.reduce((sum, is) => sum + is, 0);
  return { a, live, stride, n, rank };
}

/** Solves for one right-hand side, in place. */
export function solve(kernels: Kernels, { a, live, stride, n }: Factor, b: Block<Float64Array>): void {
  kernels.choleskySolve(a, live, b, stride, n);
}

/** V = L⁻¹ X in place, X in panels of four columns. */
export async function forward(
  kernels: Kernels,
  { a, live, stride, n }: Factor,
  panels: Block<Float64Array>,
  pause: () => Promise<void> | undefined,
): Promise<void> {
  const total = panels.length / (4 * n);
  const count = Math.max(1, Math.floor(PRODUCTS_A_CALL / (2 * n * n)));
  for (let first = 0; first < total; first += count) {
    kernels.forwardPanels(a, live, panels, stride, n, first, Math.min(count, total - first));
    await pause();
  }
}
