/** The kernels against their JavaScript twins, timed in a worker. */
import { type BenchRow, benchKernels } from "palimpsest";
import type { Job } from "../../worker/protocol.ts";

export interface BenchInput {
  /** N, the number of neurons. */
  readonly neurons: number;
  /** Time of timed rounds for all kernels together, s. */
  readonly seconds: number;
  readonly seed: number;
}

/** Rows measured so far, and what is measured now. */
export interface BenchPart {
  readonly rows: readonly BenchRow[];
  readonly label: string;
  /** The part of the benchmark that is done, in [0, 1]. */
  readonly done: number;
}

const measure: Job<BenchInput, readonly BenchRow[], BenchPart> = async (spec, { signal, report }) => {
  const rows: BenchRow[] = [];
  let now = { label: "", done: 0 };
  const show = (): void => report({ rows: [...rows], ...now });
  return benchKernels(spec, {
    signal,
    onProgress: ({ done, total, label = "" }) => {
      now = { label, done: done / total };
      show();
    },
    onRows: (found) => {
      rows.push(...found);
      show();
    },
  });
};

export const jobs = { measure };
