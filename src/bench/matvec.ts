/** A dense matrix times a vector, as the bench times it. */
import type { Kernels, Key } from "../backend/contract/kernels.ts";
import { loadKernels } from "../backend/load.ts";
import type { Clock } from "./clock.ts";
import type { Variant } from "./interleave.ts";
import { timed } from "./timed.ts";

/** A dense matrix times a vector, the step of continuous dynamics. */
export interface MatvecProblem {
  readonly neurons: number;
  /** Elements from one row to the next. */
  readonly stride: number;
  /** The matrix, f64[neurons × stride], row-major. */
  readonly matrix: Float64Array;
  /** f64[stride], 0 beyond the neurons. */
  readonly x: Float64Array;
}

const WEIGHTS = 1002; // a domain of random words that no kernel uses

/** Weights and state uniform in [−1, 1): the same bits in every engine. */
export async function matvecProblem(neurons: number, key: Key): Promise<MatvecProblem> {
  const stride = (neurons + 15) & ~15;
  const kernels = await loadKernels();
  const words = kernels.arena.uint32(neurons);
  const matrix = new Float64Array(neurons * stride);
  const drawInto = (row: Float64Array, item: number): void => {
    kernels.randomWords(words, { domain: WEIGHTS, item, lane: 0, index: 0 }, key);
    words.view.forEach((word, j) => {
      row[j] = word / 2 ** 31 - 1;
    });
  };
  for (let i = 0; i < neurons; i++) drawInto(matrix.subarray(i * stride, (i + 1) * stride), i);
  const x = new Float64Array(stride);
  drawInto(x, neurons);
  return { neurons, stride, matrix, x };
}

/** @param kind  how the matrix is kept. */
export function matvecVariant(
  name: string,
  kernels: Kernels,
  { neurons, stride, matrix: values, x: from }: MatvecProblem,
  clock: Clock,
  kind: "float64" | "float32" = "float64",
): Variant {
  const matrix = kernels.arena[kind](values.length);
  matrix.view.set(values);
  const x = kernels.arena.float64(stride);
  x.view.set(from);
  const out = kernels.arena.float64(neurons);
  const run = (): void => kernels.denseProduct(matrix, x, out, neurons, stride);
  return {
    ...timed(name, clock, run),
    result() {
      run();
      return { out: out.view.slice() };
    },
  };
}
