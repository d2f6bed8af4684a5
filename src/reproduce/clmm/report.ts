/** `palimpsest reproduce clmm`: its studies, their place in the ledger, its figures and what its report says. */

import type { Row } from "../../io/rows.ts";
import { encodedIn } from "../../run/results.ts";
import { auditOf } from "../audit.ts";
import type { ReproductionSpec } from "../plan.ts";
import type { FigureEntry, Reproduction } from "../report.ts";
import { show } from "../show.ts";
import { VERDICT_RULES } from "../verdict.ts";
import { CLMM_SECTIONS } from "./claims.ts";
import { AUTHORS_WANDERING_COSTS } from "./networks.ts";
import { THRESHOLD } from "./outcomes.ts";
import { planClmm } from "./plan.ts";
import type { Results } from "./results.ts";
import { reproduceClmm } from "./run.ts";
import { STATEMENTS } from "./statements.ts";
import { horizonErrors } from "./value-claims.ts";

export function clmm(spec: ReproductionSpec): Reproduction {
  const plan = planClmm(spec);
  return {
    spec: plan,
    seed: plan.seed,
    total: plan.studies.length,
    unit: "studies",
    async compute({ ledger, ...session }, backend) {
      const { rows, results } = await reproduceClmm(plan, {
        ...session,
        backend,
        ...(ledger && {
          results: encodedIn<unknown, readonly Row[]>(ledger, {
            // one cell: what a study measures is nested
            encode: (found) => [{ measured: JSON.stringify(found) }],
            decode: ([{ measured }]) => JSON.parse(String(measured)),
          }),
        }),
      });
      const solved = plan.studies.length;
      return {
        rows,
        title: "Memory as optimal control, reproduced",
        work: "Cardin, Lovison, Maritan & Megighian, “A new mathematical model for brain memory working. Optimal control behavior for Hopfield networks” (arXiv:2305.14360), and of the authors' program",
        extent: `${solved} studies of networks of 2 to 8 neurons`,
        sections: CLMM_SECTIONS.map(({ title }) => ({ title, text: TEXTS[title] ?? [] })),
        notes: [
          "In words: a claim that agrees “holds”, or “holds when …” what it needs is given; one that differs “fails”; “undecided” is also what rests on an optimisation that did not converge. The rows of run and tables carry both, as verdict and finding.",
          `Verdicts: ${VERDICT_RULES} A claim in words became a number: the bound stands in the claim. A column “seeds” of 1 means that nothing was drawn at random, or that the value is one count over all that was.`,
          "Distance from optimal is max |ξ − ξ_PMP|, of the control from the minimiser of the Hamiltonian at its own costates; a search has converged at 10⁻⁹ (the front of the cycle: 10⁻⁸). J of a flow is extrapolated to steps of length 0, from searches at h, h/2 and h/4; horizons, cycles, dynamic programming and concavity compare costs in steps of one length, each with its like.",
        ],
        audit: auditOf(STATEMENTS, CLMM_SECTIONS, rows),
        figures: () => figuresOf(results),
      };
    },
  };
}

const GRADIENTS = "Gradient flows and landscapes";
const OUTCOMES = "Four outcomes";

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  [GRADIENTS]: [
    "Without control, with weights T(V) that are symmetric and may depend on the state: when u̇ = T(V)V − u, V = g(u), is a gradient flow, and what its landscape E says. Random networks of a few neurons, g = tanh; (★) is (∂_i T_kj − ∂_j T_ki) V_k = 0, (◇) is ∂_i T_kj = ∂_j T_ki.",
  ],
  "Four outcomes": [
    "A network u̇ = (A + ξ) g(u) − u, g = tanh, is shown a pattern u⁰; ξ minimises J = ∫ [(1 − μ)|X|² + μ|ξ|²] e^{−λt} dt within |ξ_ij| ≤ K where A_ij ≠ 0 and ≤ k where a synapse is silent. What becomes of the pattern is read at the presentation time τ_p, e^{−λτ_p} = 10⁻⁴, of the network A + ξ(τ_p) that it is presented to; a change that is not kept decays after it. The text asks of a recorded pattern no more than a new sink; here the sink has to be like the pattern too, and is a new equilibrium otherwise, as a sink of A that is unlike the pattern is free association.",
  ],
  "The authors' experiments": [
    "Discrete time, N = 2, 50 instants, g(u) = atan(u/0.1)/π + ½, |ξ_12|, |ξ_21| ≤ 0.5, J = Σ e^{−λn} (α|u' − u|² + β|ξ|²) with the discounting of the authors' program.",
  ],
};

async function figuresOf(results: Results): Promise<readonly FigureEntry[]> {
  const [{ controlFigure, historyFigure }, { frontFigure, outcomeMapFigure }, { landscapeFigure }, own] =
    await Promise.all([
      import("../../experiments/control/figure.ts"),
      import("../../experiments/control/fronts-figure.ts"),
      import("../../experiments/flow/landscape-figure.ts"),
      import("./figure.ts"),
    ]);
  const { recognized, recorded, associated, wandering, authorsWandering } = results;
  const path = (name: string, section: string, [one]: Results["recorded"]): FigureEntry => {
    const { neurons, path: thin, controlWeight, motionWeight, discount, ...rest } = one;
    const setting = `N = ${neurons}, motion weight ${Number(motionWeight.toPrecision(6))}, control weight ${controlWeight}, λ = ${discount}`;
    return [name, section, (options) => controlFigure({ nNeurons: neurons, ...thin, ...rest, setting }, options)];
  };
  const [early] = results.early;
  const [chain] = results.authorsChain;
  const published = [Math.min(...AUTHORS_WANDERING_COSTS), Math.max(...AUTHORS_WANDERING_COSTS)] as const;
  const costs = chain.presentations.map(({ gridCost }) => gridCost);
  return [
    [
      "landscape",
      GRADIENTS,
      (options) => {
        const [{ panels, nodes, edge }] = results.landscapes;
        const box = { x: [-edge, edge], y: [-edge, edge] } as const;
        return landscapeFigure(
          panels.map(({ time, values, points, path: course }) => ({
            title: time === 0 ? "without control" : `t = ${show(time)}`,
            grid: { box, columns: nodes, rows: nodes, values },
            points,
            paths: course.length > 1 ? [{ points: course }] : [],
          })),
          {
            ...options,
            title: "The landscape E(V; ξ(t)) changes while a symmetric control records a pattern",
            subtitle:
              "A = [[0, 2], [2, 0]], μ = 0.02, λ = 1; dark: low energy; ● minima  ◐ saddles; line: V(t) until then",
          },
        );
      },
    ],
    path("recognized", OUTCOMES, recognized),
    path("recorded", OUTCOMES, recorded),
    path("associated", OUTCOMES, associated),
    path("wandering", OUTCOMES, wandering),
    ["rescue", OUTCOMES, (options) => own.rescueFigure(results.rescue, options)],
    path("authors-wandering", AUTHORS, authorsWandering),
    ["authors-early", AUTHORS, (options) => own.earlyFigure({ ...early, published, chain: costs }, options)],
    [
      "authors-plane",
      AUTHORS,
      (options) => own.authorsFigure({ weights: results.authorsWeights, grid: results.authorsGrid }, options),
    ],
    ["decay", "Recorded for ever?", (options) => own.decayFigure(results.long, options)],
    ["crossover", CROSSOVER, (options) => own.crossoverFigure(results.crossover, { ...options, threshold: THRESHOLD })],
    [
      "map",
      CROSSOVER,
      (options) =>
        outcomeMapFigure(
          results.map.flatMap(({ rows }) => rows),
          { ...options, setting: "A = [[0, 2], [2, 0]], u⁰ = (−1, 0.5)" },
        ),
    ],
    ...results.fronts.map(
      ({ rows }, k): FigureEntry => [
        `front-${k + 1}`,
        "Pareto front",
        (options) => frontFigure(rows, { ...options, setting: FRONTS[k] }),
      ],
    ),
    [
      "limits",
      "Horizon and value",
      (options) =>
        own.valueLimitsFigure(
          {
            horizons: [...results.horizonCycle, ...results.horizonRest].map((one, k) => ({
              label: HORIZONS[k],
              discount: one.discount,
              errors: horizonErrors(one),
            })),
            values: [...results.finalCycle, ...results.finalRest].map(({ values }, k) => ({
              label: VALUES[k],
              limit: values[values.length - 1].last,
              points: values,
            })),
          },
          options,
        ),
    ],
    [
      "history",
      "Forgetting and restoring",
      (options) => {
        const [{ presentations, bound }] = results.learning;
        return historyFigure(presentations, { ...options, setting: `N = 3, A = 0, K = ${show(bound)}` });
      },
    ],
  ];
}

const AUTHORS = "The authors' experiments";
const CROSSOVER = "Recorded or recognized";
/** Titles of the panels of each figure, in the order of the studies in the plan. */
const FRONTS = ["A = [[0, 2], [2, 0]]", "A = [[2, 0.5], [0.5, 2]]", "A = [[2, −2], [2, 2]]"];
const HORIZONS = ["a cycle", "a new sink", "a sink of A"];
const VALUES = ["a cycle", "at rest"];
