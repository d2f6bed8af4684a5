/** An optimisation stopped early: what its path would be taken for. */

import type { ControlSpec } from "../../control/parameters.ts";
import { boundsOf, planControl } from "../../control/problem.ts";
import { descendControl } from "../../control/quasi-newton.ts";
import { solvePlan } from "../../control/solve.ts";
import { DOMAIN } from "../../numeric/domains.ts";
import { Stream } from "../../numeric/philox.ts";
import { keyOf } from "../../numeric/seed.ts";
import type { StudyMeans } from "./means.ts";
import type { Early } from "./measured.ts";

/** A problem, and the numbers of iterations after which its optimisation is looked at. */
export interface EarlySpec {
  readonly control: ControlSpec;
  readonly iterations: readonly number[];
}

/** The quasi-Newton method from random controls, after each number of iterations. */
export async function measureEarly({ control, iterations }: EarlySpec, { backend, pause }: StudyMeans): Promise<Early> {
  const plan = planControl(control);
  const stream = new Stream();
  stream.open(DOMAIN.control, 0, 4, keyOf(BigInt(plan.seed)));
  const bounds = boundsOf(plan);
  const begin = Float64Array.from(
    { length: plan.nSteps * bounds.length },
    (_, k) => bounds[k % bounds.length] * ((2 * stream.next()) / 2 ** 32 - 1),
  );
  const best = await solvePlan(plan, { backend }, pause);
  const N = control.initial.length;
  const iterates = [];
  for (const maxIterations of iterations) {
    const found = await descendControl({ ...control, maxIterations, tolerance: 1e-12 }, { backend, warm: begin });
    const { states, cost, optimality, residual } = found;
    const last = states.length / N - 1;
    let speed = 0;
    for (let n = Math.floor(0.75 * last); n < last; n++) {
      for (let i = 0; i < N; i++) speed = Math.max(speed, Math.abs(states[(n + 1) * N + i] - states[n * N + i]));
    }
    iterates.push({ iterations: found.iterations, cost, optimality, residual, speed });
  }
  return { best: best.gridCost, iterates };
}
