/**
 * Theory of the margin rule: the largest load at which every aligned field can reach κ by a choice of inputs, in networks so large that c/N
 * and p/c alone matter. It counts choices as Gardner (1988) counted weights, replica-symmetrically, and is an upper bound for any search.
 *
 * With the moments of `chosenInputs`, q = α⟨f²z²⟩/f₀, χ = α⟨f(1 − f)z²⟩/f₀ and g(w) = ln Φ((w − κ)/√χ) at w = ρ − χγ + √q t, t normal,
 *
 *     γ = ⟨g′⟩,   b = αγ + α²⟨g″⟩/2,   d = α s.d.(g′)
 *     S/p = ⟨g⟩ + γ²χ/2 + ⟨ln(1 + e^L)⟩/(f₀α) − μ/α − γρ − ½(χ Var g′ + αρ⟨g″⟩)
 *
 * and no choice is left where S = 0.
 */
import { followSolution } from "../../numeric/newton.ts";
import { chosenInputs, NORMAL, normalCdf, normalDensity } from "./chosen.ts";
import { between, shareBetween } from "./path.ts";
import type { RuleTheory, TheoryPoint } from "./theory.ts";

/** A solution from which all others are followed: asinh b, ln d, γ and ln α at κ = 0.73 and c/N = 0.1, with μ near which to look. */
const ANCHOR = { density: 0.1, margin: 0.73, unknowns: [0.687, 0.8447, 0.5796, 1.3401], mu: -4 } as const;

/** @param unlessGiven  κ at a density c/N, where none is given. */
export function marginTheory(unlessGiven: (density: number) => number): RuleTheory {
  const marginOf = ({ density, values }: TheoryPoint): number => values.margin ?? unlessGiven(density);
  return {
    isBound: true,
    at: null,
    warmed: null,
    critical(point, from) {
      let mu: number = ANCHOR.mu;
      const origin = from ? { density: from.point.density, margin: marginOf(from.point) } : ANCHOR;
      const equations = (s: number) => (unknowns: readonly number[]) => {
        const margin = between(origin.margin, marginOf(point), s);
        const found = lastChoice(unknowns, shareBetween(origin.density, point.density, s), margin, mu);
        if (Number.isFinite(found.mu)) mu = found.mu;
        return found.left;
      };
      const unknowns = followSolution(equations, from?.unknowns ?? ANCHOR.unknowns);
      return unknowns && { point, load: Math.exp(unknowns[3]), fields: null, unknowns };
    },
  };
}

/** The equations, all 0 where a last choice is left, and μ. */
function lastChoice([asinhB, logD, gamma, logLoad]: readonly number[], density: number, margin: number, near: number) {
  const b = Math.sinh(asinhB);
  const load = Math.exp(logLoad);
  const { mu, meanSquare, shared, response, logarithm } = chosenInputs(b, Math.exp(logD), density, near);
  const chi = load * response;
  const [root, spread] = [Math.sqrt(chi), Math.sqrt(load * shared)];
  let [likelihood, first, squares, second] = [0, 0, 0, 0]; // means of g, g′, g′² and g″
  for (const [t, weight] of NORMAL) {
    const u = (meanSquare - chi * gamma + spread * t - margin) / root;
    const { logarithm: log, ratio } = normalTail(u);
    likelihood += weight * log;
    first += (weight * ratio) / root;
    squares += (weight * ratio * ratio) / chi;
    second -= (weight * ratio * (u + ratio)) / chi;
  }
  const variance = squares - first * first;
  const entropy =
    likelihood +
    0.5 * gamma * gamma * chi +
    (logarithm - mu) / load -
    gamma * meanSquare -
    0.5 * (variance * chi + second * load * meanSquare);
  const consistency = (load * gamma + 0.5 * load * load * second - b) / (1 + Math.abs(b));
  return { mu, left: [first - gamma, consistency, Math.log(load * Math.sqrt(variance)) - logD, entropy] };
}

/** ln Φ(u) and φ(u)/Φ(u); in the lower tail, where both vanish, by the continued fraction of Abramowitz & Stegun 26.2.14. */
function normalTail(u: number): { readonly logarithm: number; readonly ratio: number } {
  if (u > TAIL) {
    const below = normalCdf(u);
    return { logarithm: Math.log(below), ratio: normalDensity(u) / below };
  }
  let ratio = -u;
  for (let k = 30; k > 0; k--) ratio = -u + k / ratio;
  return { logarithm: -0.5 * u * u - Math.log(ratio * Math.sqrt(2 * Math.PI)), ratio };
}

const TAIL = -5;
