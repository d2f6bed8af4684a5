/**
 * Whether a stored pattern is retrieved, from the mean and variance of its aligned fields: the overlap m of the state reproduces itself as
 *
 *     m = erf(m ρ/√(2(m² v + (1 − m²) α ρ)))
 *
 * with ρ and v the mean and variance of the fields at m = 1: neurons that differ from the pattern add a noise that knows nothing of the
 * choice of connections. ρ is also the mean of M_ij²/p over chosen inputs, so that this noise has the variance αρ.
 */
import { erf } from "../../numeric/erf.ts";

/** The overlap that follows on m. @param variance  of the aligned fields at m = 1. */
export function nextOverlap(overlap: number, load: number, mean: number, variance: number): number {
  const noise = overlap * overlap * variance + (1 - overlap * overlap) * load * mean;
  return noise > 0 ? erf((overlap * mean) / Math.sqrt(2 * noise)) : Math.sign(overlap * mean);
}

/** How far the overlap is kept best, among those from the threshold on: the largest excess of what follows on m over m; 0 at the critical load. */
export function retrievalExcess(threshold: number, load: number, mean: number, variance: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let k = 0; k <= OVERLAPS; k++) {
    const overlap = threshold + ((1 - threshold) * k) / OVERLAPS;
    best = Math.max(best, nextOverlap(overlap, load, mean, variance) - overlap);
  }
  return best;
}

const OVERLAPS = 40;
