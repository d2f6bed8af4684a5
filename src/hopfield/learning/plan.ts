/** A learning rule with its parameters, as specs say it and as plans hold it. */
import { checkChoice } from "../../check/check.ts";
import { readParameters } from "../../check/parameters.ts";
import { hebb } from "./hebb.ts";
import {
  LEARNING_NAMES,
  LEARNING_PARAMETERS,
  type Learning,
  type LearningParameters,
  type LearningPlan,
  type LearningSpec,
  learningOf,
} from "./index.ts";

const NAMES = Object.keys(LEARNING_PARAMETERS) as (keyof LearningParameters)[];

/** Validates the learning rule of a spec. */
export function planLearning(where: string, { learning = hebb.name, ...parameters }: LearningSpec): LearningPlan {
  const checked = checkChoice(`${where}: learning`, learning, LEARNING_NAMES);
  checkParameters(where, [checked], parameters);
  return learningPlan(where, checked, parameters);
}

/** Refuses parameters of rules that are not there. */
export function checkParameters(where: string, learnings: readonly Learning[], parameters: LearningParameters): void {
  for (const name of NAMES) {
    const owner = LEARNING_NAMES.find((one) => name in learningOf(one).parameters);
    if (parameters[name] !== undefined && owner !== undefined && !learnings.includes(owner)) {
      throw new RangeError(`${where}: ${name} must be left out unless learning is "${owner}", got ${parameters[name]}`);
    }
  }
}

/** One rule with those parameters that are its own. */
export function learningPlan(where: string, learning: Learning, parameters: LearningParameters): LearningPlan {
  return { learning, ...readParameters(where, learningOf(learning).parameters, parameters) } as LearningPlan;
}
