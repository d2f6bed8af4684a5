/** Claims of the first half of the work: when a flow is a gradient flow, and what its landscape says. */
import { measuredOver, partOf } from "../claim.ts";
import { show } from "../show.ts";
import type { Gradients } from "./measured.ts";
import { NOTHING, together } from "./optimality.ts";
import type { Claim, Results } from "./results.ts";

type Network = Gradients["networks"][number];

/** A residual below this many errors of the differences is 0; the sum over k in (★) has N terms of at most 1. */
const ERRORS = 4;
const hasStar = ({ star, error }: Network) => star <= 4 * ERRORS * error;
const hasDiamond = ({ diamond, error }: Network) => diamond <= ERRORS * error;
const isGradient = ({ detour, detourError }: Network) => detour <= detourError;

const FAMILY_WORDS =
  "constant T, T = ∇²Φ of quadratic, quartic, exponential and log-sum-exp Φ, a Hessian plus f(V)(|V|² 1 − V Vᵀ), and T linear in V without (★)";

export const GRADIENT_CLAIMS: readonly Claim[] = [
  {
    claim: "(★) is equivalent to a gradient flow: part of the networks where both hold or neither",
    relation: "≈",
    published: 1,
    of: ["theorem"],
    judge({ gradients: [{ neurons, networks }] }) {
      const alike = networks.filter((one) => hasStar(one) === isGradient(one));
      const held = networks.filter(hasStar);
      const broken = networks.filter((one) => !hasStar(one));
      return {
        ...partOf(alike.length, networks.length),
        also: [held.length > 0 && broken.length > 0 ? "agrees" : "undecided"],
        optimality: NOTHING,
        explanation: `${networks.length} random networks of ${neurons} neurons: ${FAMILY_WORDS}. (★) by differences of T, apart from it the work of T(V)V along two ways from 0 to V. ${held.length} have (★), and the work differs by ${exponential(held.map(({ detour }) => detour))} at most; ${broken.length} do not, and it differs by ${show(Math.min(...broken.map(({ detour }) => detour)))} at least.`,
      };
    },
  },
  {
    claim: "(◇) implies (★): part of the networks with (◇) that have (★)",
    relation: "≈",
    published: 1,
    of: ["remark", "krotov"],
    judge({ gradients: [{ networks }] }) {
      const hessians = networks.filter(hasDiamond);
      return {
        ...partOf(hessians.filter(hasStar).length, hessians.length),
        optimality: NOTHING,
        explanation: `T = ∇²Φ and constant T have (◇), ${hessians.length} of ${networks.length} networks; the largest violation of (★) among them is ${exponential(hessians.map(({ star, scale }) => star / Math.max(1, scale)))} of the largest |∂_i T_jk|.`,
      };
    },
  },
  {
    claim:
      "The converse does not hold, by a counterexample: violation of (◇) where (★) holds, over the largest |∂_i T_jk|",
    relation: ">",
    published: 0,
    of: ["remark"],
    judge({ gradients: [{ networks }] }) {
      const examples = networks.filter((one) => one.family === "star");
      const least = examples.reduce((a, b) => (b.diamond / b.scale < a.diamond / a.scale ? b : a));
      return {
        measured: least.diamond / least.scale,
        tolerance: (ERRORS * least.error) / least.scale,
        also: [examples.every(hasStar) && examples.every(isGradient) ? "agrees" : "differs"],
        optimality: NOTHING,
        explanation: `The least of ${examples.length} networks T = ∇²Φ + f(V)(|V|² 1 − V Vᵀ), f linear: the second term annihilates V, so that (★) holds (largest violation ${exponential(examples.map(({ star }) => star))}) and T(V)V is a gradient.`,
      };
    },
  },
  {
    claim: "E = −W + Σ ∫ g⁻¹ with W = ∫₀¹ T_ij(λx) λ x_i x_j dλ is Krotov's −(∇Φ·V − Φ − Σ ∫ g⁻¹): largest difference",
    relation: "≈",
    published: 0,
    of: ["starEnergy", "krotov", "energy"],
    judge({ gradients: [{ networks }] }) {
      const closed = networks.filter(({ family }) => family !== "star" && family !== "neither");
      const worst = closed.reduce((a, b) => (b.gap / b.gapError > a.gap / a.gapError ? b : a));
      return {
        measured: worst.gap,
        tolerance: worst.gapError,
        optimality: NOTHING,
        explanation: `${closed.length} networks with constant T, which gives −½ VᵀTV, and T = ∇²Φ, of modern Hopfield networks (log-sum-exp) too, at ten V each: W by quadrature from values of T alone, E in closed form, both counted from V = 0. The worst beside its error.`,
      };
    },
  },
  {
    claim: "−∂E/∂V_i = (T(V)V)_i − g⁻¹(V_i) under (★): largest difference",
    relation: "≈",
    published: 0,
    of: ["energy", "starEnergy"],
    judge({ gradients: [{ networks }] }) {
      const held = networks.filter(hasStar);
      const worst = held.reduce((a, b) => (b.slope / b.slopeError > a.slope / a.slopeError ? b : a));
      const broken = networks.filter((one) => !hasStar(one)).map(({ slope }) => slope);
      return {
        measured: worst.slope,
        tolerance: worst.slopeError,
        condition: "under (★)",
        optimality: NOTHING,
        explanation: `E by W(V), differences of fourth order, ${held.length} networks; the worst beside its error. Without (★) E so defined is off by ${show(Math.min(...broken))} and more.`,
      };
    },
  },
  {
    claim:
      "E descends along both flows, of u and of V, with constant and state-dependent T: part of the trajectories on which it never rises",
    relation: "≈",
    published: 1,
    of: ["flows", "descent"],
    judge({ descents: [{ neurons, paths }] }) {
      const held = paths.filter(({ family }) => family !== "neither");
      const falling = held.filter(({ rise, riseError }) => rise <= riseError);
      const broken = paths.filter(({ family }) => family === "neither");
      return {
        ...partOf(falling.length, held.length),
        condition: "under (★)",
        optimality: NOTHING,
        explanation: `${held.length} trajectories of ${neurons} neurons, half of each flow, 1200 intervals each; the largest rise is ${exponential(held.map(({ rise }) => Math.max(0, rise)))}, within the tolerance of the integration. On ${broken.filter(({ rise, riseError }) => rise > riseError).length} of ${broken.length} trajectories without (★) the same integral rises somewhere.`,
      };
    },
  },
  {
    claim: "dE/dt = −Σ g′(u_i) u̇_i² along u̇ = X(u): largest difference of the fall of E from the integral, in errors",
    relation: "<",
    published: 1,
    of: ["descent"],
    judge({ descents: [{ paths }] }) {
      const inErrors = ({ descent, integral, integralError }: Results["descents"][number]["paths"][number]) =>
        Math.abs(descent - integral) / integralError;
      const held = paths.filter(({ family, flow }) => family !== "neither" && flow === "membrane");
      const broken = paths.filter(({ family }) => family === "neither");
      return {
        measured: Math.max(...held.map(inErrors)),
        condition: "under (★)",
        optimality: NOTHING,
        explanation: `${held.length} trajectories; the integral by Simpson's rule, its error by half as many nodes and by the tolerance of the integration: at most ${exponential(held.map(({ integralError }) => integralError))}. Without (★) the two are ${show(Math.min(...broken.map(inErrors)))} errors apart and more.`,
      };
    },
  },
  {
    claim:
      "Equilibria of symmetric networks are minima (sinks), saddles and maxima (sources) of E: part of those that are alike in both",
    relation: "≈",
    published: 1,
    of: ["sinks"],
    judge({ criticalPoints: [one] }) {
      return {
        ...partOf(one.alike, one.points),
        optimality: NOTHING,
        explanation: `${one.networks} random symmetric networks of ${one.neurons} neurons: ${one.sinks} sinks, ${one.saddles} saddles, ${one.sources} sources, each by the eigenvalues of the flow and by second differences of E; ${one.flat} where E is flat are left out. Indices add up to 1, as of all equilibria, in ${one.complete} of the networks.`,
      };
    },
  },
  {
    claim:
      "V_i ← +1 if Σ_j T_ij V_j ≥ a, else −1, one after another: part of the symmetric networks that come to a fixed point, E never rising",
    relation: "≈",
    published: 1,
    of: ["discrete"],
    judge({ thresholds: [one] }) {
      return {
        ...partOf(Math.min(one.fixed, one.descending), one.networks),
        condition: "when T is symmetric without a negative diagonal, and neurons change one after another",
        optimality: NOTHING,
        explanation: `${one.networks} random networks of ${one.neurons} neurons with thresholds a from −½ to ½. All at once, ${one.twoCycles} end in a cycle of two states; with asymmetric weights ${one.asymmetricFixed} come to a fixed point within 100 sweeps.`,
      };
    },
  },
  {
    claim:
      "A Hebbian update adds a minimum: part of the updates, up to p = N/10, that make their pattern a minimum, which it was not",
    relation: "≈",
    published: 1,
    of: ["hebb"],
    judge({ hebbian: [{ neurons, sequences }] }) {
      const few = Math.max(1, Math.floor(neurons / 10));
      const early = sequences.flatMap(({ added }) => added.slice(0, few));
      const missed = sequences.flatMap(({ added, closest }) =>
        added
          .slice(0, few)
          .flatMap((isAdded, p) =>
            isAdded ? [] : [`pattern ${p + 1}, which overlaps one before by ${show(closest[p])}`],
          ),
      );
      const kept = sequences.filter(({ minima }) => minima[few - 1] === few).length;
      return {
        ...partOf(early.filter(Boolean).length, early.length),
        condition: "when there are few patterns, p ≤ N/10",
        optimality: NOTHING,
        explanation: `${sequences.length} networks of ${neurons} neurons without weights, tanh(4u), random ±1 patterns; a minimum whose signs agree with the pattern to an overlap of 0.9. After ${few} updates all ${few} patterns are minima in ${kept} networks.${missed.length > 0 ? ` Not so for ${missed.join(", ")}: patterns that are alike share a minimum.` : ""}`,
      };
    },
  },
  {
    claim: "until saturation: minima lost again by p = N/2, the most there were less those left",
    relation: ">",
    published: 0,
    of: ["hebb"],
    judge({ hebbian: [{ neurons, sequences }] }) {
      const mean = (at: number) => sequences.reduce((sum, { minima }) => sum + minima[at], 0) / sequences.length;
      const last = sequences[0].minima.length - 1;
      const list = [0.1, 0.2, 0.3, 0.4, 0.5].map((load) => {
        const p = Math.min(last + 1, Math.round(load * neurons));
        return `${show(mean(p - 1))} of ${p}`;
      });
      return {
        ...measuredOver(sequences.map(({ minima }) => Math.max(...minima) - minima[last])),
        optimality: NOTHING,
        explanation: `Patterns that are minima, mean over the networks: ${list.join(", ")}. The update adds no more than it takes once patterns interfere.`,
      };
    },
  },
  {
    claim: "Each update changes the landscape at once, by −(V̂·V)²/2N: least fall of E near its pattern, over N",
    relation: ">",
    published: 0,
    of: ["jump"],
    judge({ hebbian: [{ sequences }], landscapes: [motion] }) {
      const error = Math.max(...sequences.map(({ jumpError }) => jumpError));
      return {
        measured: Math.min(...sequences.map(({ leastJump }) => leastJump)),
        tolerance: error,
        optimality: NOTHING,
        explanation: `At V = 0.99 V̂; anywhere the change of E is −(V̂·V)²/2N to ${error.toExponential(0)}. A controlled motion changes the landscape step by step instead, after a first jump: see the landscape during learning, where no ξ_ij changes by more than ${show(motion.largestStep)} in an instant.`,
      };
    },
  },
  {
    claim:
      "E(V; ξ(t)) changes while a symmetric control acts, and u descends in the landscape of every instant: part of the instants",
    relation: "≈",
    published: 1,
    of: ["landscape", "controlled"],
    judge({ landscapes: [one] }) {
      const deepest = one.panels.map(({ points }) => Math.min(...points.map(({ energy }) => energy)));
      const moved = one.panels.map(({ points }) => {
        const sinks = points.filter(({ type }) => type === "sink");
        return `(${sinks[sinks.length - 1].values.map((v) => v.toFixed(2)).join(", ")})`;
      });
      return {
        ...partOf(one.descending, one.instants),
        also: [Math.abs(deepest[deepest.length - 1] - deepest[0]) > 1e-6 ? "agrees" : "differs"],
        optimality: one,
        explanation: `A = [[0, 2], [2, 0]], ξ_ij = ξ_ji, K = 1, k = 0.2, μ = 0.02, λ = 1, u⁰ = (−1, 0.5). At t = ${one.panels.map(({ time }) => show(time)).join(", ")} one of the minima is at ${moved.join(", ")}, its depth ${deepest.map(show).join(", ")}. E(V(t); ξ(t)) itself, which the control lifts and lowers, rises in ${one.rising} of ${one.instants} instants.`,
      };
    },
  },
];

function exponential(values: readonly number[]): string {
  return Math.max(...values).toExponential(0);
}

/** Pontryagin's principle, by every pattern that was presented. */
export const PRINCIPLE_CLAIMS: readonly Claim[] = [
  {
    claim: "Pontryagin's conditions hold at every minimum found: largest |ξ − ξ_PMP|",
    relation: "<",
    published: 1e-8,
    of: ["pontryagin", "controlled"],
    judge({ recognized, recorded, roomy, symmetric, associated, wandering, long, crossover, sparse }) {
      const all = [recognized, recorded, roomy, associated, wandering, long, crossover, sparse].flat();
      const solved = together([...all, ...symmetric]);
      return {
        measured: solved.residual,
        optimality: solved,
        explanation: `ξ_PMP minimises H at the costates of each path, row by row, and the solver never uses it: it follows second derivatives of J. ${all.length + symmetric.length} presentations.`,
      };
    },
  },
];
