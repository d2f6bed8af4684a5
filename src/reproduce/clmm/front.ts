/** Measures one front of motion against effort, at one λ. */

import { controlFronts } from "../../experiments/control/fronts.ts";
import type { FrontsSpec } from "../../experiments/control/parameters.ts";
import { inlineExecutor } from "../../run/executor.ts";
import type { StudyMeans } from "./means.ts";
import type { Front } from "./measured.ts";
import { optimalityOf } from "./optimality.ts";

export async function measureFront(spec: FrontsSpec, { backend, pause }: StudyMeans): Promise<Front> {
  const { rows } = await controlFronts(spec, {
    backend,
    executor: { ...inlineExecutor, run: (task, input) => task.run(input, pause) },
  });
  return { ...optimalityOf(rows), rows };
}
