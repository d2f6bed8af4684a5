/** What the command line takes of experiments whose problem stands in a spec file. */
import { fromFile } from "../../check/kinds.ts";
import { grouped, parameter } from "../../check/parameters.ts";
import { inWords, type Tasks } from "../../check/tasks.ts";
import { type Form, form } from "./command.ts";
import { seedsParameters } from "./parameters.ts";

/** Everything but weights and seed is for the spec file, whose keys depend on its task. */
const parameters = {
  ...grouped("Networks", {
    weights: parameter({
      kind: fromFile<readonly (readonly number[])[]>("weights", "square matrix as .npy or .csv, target in its row"),
      about: "weights from this .npy or .csv instead of the spec's",
    }),
  }),
  ...grouped("Run", { seed: seedsParameters.seed }),
};

/**
 * The form of an experiment whose specs name a task.
 *
 * @param holds  what the spec file holds beside the task.
 */
export function taskForm(tasks: Tasks, holds: string): Form {
  const words = inWords(Object.keys(tasks.tasks));
  return { parameters: tasks.shared, tasks, specFile: `${holds}, task (${words}) and what the task takes` };
}

/** @param holds  what the spec file holds. */
export function specForm(holds: string): Form {
  return form<typeof parameters>({ parameters, specFile: holds });
}
