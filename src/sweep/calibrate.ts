import { fields } from "../experiments/fields.ts";
import type { BackendName } from "../kernels.ts";
import { fieldsStudy } from "../studies/fields.ts";

const SAMPLE = { neurons: 150, inputs: 15, patterns: 20, rule: "noise", seeds: 1, seed: 1, sweeps: 20 } as const;
const REPEATS = 3;

/**
 * How many times as long as in docs/performance.md a core of this machine takes: a small network is chosen and timed, in a
 * fraction of a second.
 */
export async function calibrate(backend: BackendName): Promise<number> {
  const expected = fieldsStudy.seconds(fieldsStudy.plan(SAMPLE));
  let least = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat <= REPEATS; repeat++) {
    const began = performance.now();
    await fields(SAMPLE, { backend });
    if (repeat > 0) least = Math.min(least, (performance.now() - began) / 1000); // the first one compiles
  }
  return least / expected;
}

/** "40 s", "12 min", "3.5 h", "2 days". */
export function showDuration(seconds: number): string {
  if (seconds < 1) return "less than 1 s";
  if (seconds < 100) return `${Math.round(seconds)} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86400) return `${(seconds / 3600).toFixed(1)} h`;
  return `${Math.round(seconds / 86400)} days`;
}
