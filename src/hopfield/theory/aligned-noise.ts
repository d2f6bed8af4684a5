/**
 * Replica-symmetric theory of noise reduction and signal reinforcement: which aligned fields the least E_i = Σ_ν (A_i^ν − ε)² gives, in
 * networks so large that c/N and p/c alone matter.
 *
 * With τ = 1 + ε, the moments of `chosenInputs`, q = α⟨f²z²⟩/f₀, χ = α⟨f(1 − f)z²⟩/f₀ and an inverse temperature β,
 *
 *     b = 2βα(τ − ρ) − α²B/2,   d = αB√q,   B = 2β/(1 + 2βχ)
 *     E/p = (τ − ρ)² + q/(1 + 2βχ)² + χ/(1 + 2βχ)
 *     S/p = −½ ln(1 + 2βχ) − β(τ − ρ)² − βq/(1 + 2βχ) + ⟨ln(1 + e^L)⟩/(f₀α) − μ/α − 2β(τ − ρ)ρ − ½(B²qχ − Bαρ) + βE/p
 *
 * The sum of M_ij's own terms over patterns is M_ij itself, so that the noise has no uniform part: that is the term −α²B/2. The ground state
 * is where the entropy S has fallen to 0. Fields have the mean ρ and the variance E/p − (τ − ρ)². Annealing stays above that energy: a
 * finite size has fewer choices, and near the ground state the problem is hard.
 */
import { followSolution } from "../../numeric/newton.ts";
import { chosenInputs } from "./chosen.ts";
import { between, shareBetween } from "./path.ts";
import { retrievalExcess } from "./retrieval.ts";
import type { RuleTheory, TheoryFields, TheoryPoint } from "./theory.ts";

/** What a choice with some b and d makes of the fields, whether or not it is one that occurs. */
interface State {
  readonly mu: number;
  /** Both are 0 in the ground state, the first at every temperature. */
  readonly left: readonly [consistency: number, entropy: number];
  readonly beta: number;
  readonly fields: TheoryFields;
  readonly variance: number;
}

/** Critical point of signal reinforcement with ε = p/c at c/N = 0.1 and m ≥ 0.9, from which all others are followed. */
const ANCHOR = {
  density: 0.1,
  threshold: 0.9,
  unknowns: [Math.asinh(1.996), 1.825, Math.log(2.857)],
  mu: -10.08,
} as const;

/** Theory of a rule whose target is ε. @param epsilonOf  ε unless given; "load" for p/c. */
export function alignedNoiseTheory(unlessGiven: number | "load"): RuleTheory {
  const targetOf = ({ values }: TheoryPoint, load: number): number =>
    1 + (values.epsilon ?? (unlessGiven === "load" ? load : unlessGiven));
  return {
    isBound: false,
    critical(point, from) {
      let mu: number = ANCHOR.mu;
      const origin = from?.point ?? { ...ANCHOR, values: {} };
      const start = from?.unknowns ?? ANCHOR.unknowns;
      const originTarget = from ? (load: number) => targetOf(from.point, load) : (load: number) => 1 + load;
      const equations = (s: number) => (x: readonly number[]) => {
        const load = Math.exp(x[2]);
        const target = between(originTarget(load), targetOf(point, load), s);
        const density = shareBetween(origin.density, point.density, s);
        const threshold = shareBetween(origin.threshold, point.threshold, s);
        const state = choiceState(x, density, load, target, mu);
        mu = state.mu;
        return [...state.left, 10 * retrievalExcess(threshold, load, state.fields.mean, state.variance)];
      };
      const unknowns = followSolution(equations, start);
      if (unknowns === undefined) return undefined;
      const load = Math.exp(unknowns[2]);
      return { point, load, fields: choices(point)(unknowns, load).fields, unknowns };
    },
    at(critical, load) {
      const { point } = critical;
      const [first, last] = [Math.log(critical.load), Math.log(load)];
      const choice = choices(point);
      const left = (s: number) => (x: readonly number[]) => choice(x, Math.exp(between(first, last, s))).left;
      const found = followSolution(left, critical.unknowns.slice(0, 2));
      return found && { point, load, fields: choice(found, load).fields, unknowns: [...found, last] };
    },
    warmed({ point, load, unknowns }, temperature) {
      const choice = choices(point);
      const [coldest, warmest] = [Math.log(choice(unknowns, load).beta), -Math.log(temperature)];
      const left = (s: number) => (x: readonly number[]) => {
        const { left, beta } = choice(x, load);
        return [left[0], Math.log(beta) - between(coldest, warmest, s)];
      };
      const found = followSolution(left, unknowns.slice(0, 2));
      return found && { point, load, fields: choice(found, load).fields, unknowns: [...found, Math.log(load)] };
    },
  };

  /** States of the choice at a point, each looking for μ where the last had it. */
  function choices(point: TheoryPoint): (x: readonly number[], load: number) => State {
    let mu: number = ANCHOR.mu;
    return (x, load) => {
      const state = choiceState(x, point.density, load, targetOf(point, load), mu);
      mu = state.mu;
      return state;
    };
  }
}

/** The equations and the fields at given b and ln d. */
function choiceState(
  [asinhB, logD]: readonly number[],
  density: number,
  load: number,
  target: number,
  near: number,
): State {
  const b = Math.sinh(asinhB);
  const d = Math.exp(logD);
  const { mu, meanSquare, shared, response, logarithm } = chosenInputs(b, d, density, near);
  const q = load * shared;
  const chi = load * response;
  const stiffness = d / (load * Math.sqrt(q)); // B
  const beta = stiffness / (1 - stiffness * chi) / 2;
  const softened = 1 + 2 * beta * chi;
  const short = target - meanSquare; // τ − ρ
  const variance = q / (softened * softened) + chi / softened;
  const energy = short * short + variance;
  const entropy =
    -0.5 * Math.log(softened) -
    beta * short * short -
    (beta * q) / softened +
    (logarithm - mu) / load -
    2 * beta * short * meanSquare -
    0.5 * (stiffness * stiffness * q * chi - stiffness * load * meanSquare) +
    beta * energy;
  const consistency = (2 * beta * load * short - 0.5 * load * load * stiffness - b) / (1 + Math.abs(b));
  return {
    mu: Number.isFinite(mu) ? mu : near,
    beta,
    left: beta > 0 ? [consistency, entropy] : [Number.NaN, Number.NaN],
    fields: { mean: meanSquare, deviation: Math.sqrt(variance), energy },
    variance,
  };
}
