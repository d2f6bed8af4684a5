/**
 * Theory of connectivity that is not searched: random inputs, and the c of largest |M_ij|.
 *
 * With z = M_ij/√p normal, inputs with |z| > t are the strongest share f₀ = c/N where t = Φ⁻¹(1 − f₀/2). Aligned fields are normal with the
 * mean ρ = ⟨z²⟩ over chosen inputs and the variance αρ, so that the critical load is ρ times that of random inputs in the dilute limit, which
 * have ρ = 1. Exact for c ≪ N; connections that are mutual, most of them here, correlate the noise beyond.
 */
import { erf } from "../../numeric/erf.ts";
import { diluteLoad } from "../thermal-overlap.ts";
import type { RuleTheory, TheoryPoint, TheorySolution } from "./theory.ts";

/** Theory of inputs whose mean M_ij²/p is ρ, whatever the load. */
function unsearched(meanSquare: (density: number) => number): RuleTheory {
  const solution = (point: TheoryPoint, load: number): TheorySolution => {
    const mean = meanSquare(point.density);
    return { point, load, fields: { mean, deviation: Math.sqrt(load * mean), energy: null }, unknowns: [] };
  };
  return {
    isBound: false,
    critical: (point) => solution(point, meanSquare(point.density) * diluteLoad({ threshold: point.threshold })),
    at: ({ point }, load) => solution(point, load),
    warmed: null,
  };
}

export const randomTheory: RuleTheory = unsearched(() => 1);
export const strongestTheory: RuleTheory = unsearched(strongestMeanSquare);

/** ⟨z²⟩ = 1 + 2tφ(t)/f₀ over the share f₀ of largest |z|. */
function strongestMeanSquare(density: number): number {
  let [low, high] = [0, 40];
  for (let k = 0; k < 200; k++) {
    const middle = 0.5 * (low + high);
    if (1 - erf(middle / Math.SQRT2) > density) low = middle;
    else high = middle;
  }
  return 1 + (2 * low * Math.exp(-0.5 * low * low)) / (Math.sqrt(2 * Math.PI) * density);
}
