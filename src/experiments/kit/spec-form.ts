/** What the command line takes of experiments whose problem stands in a spec file. */
import { inWords, type Tasks } from "../../check/tasks.ts";
import type { Form } from "./command.ts";

/**
 * The form of an experiment whose specs name a task.
 *
 * @param holds  what the spec file holds beside the task.
 */
export function taskForm(tasks: Tasks, holds: string): Form {
  const words = inWords(Object.keys(tasks.tasks));
  return { parameters: tasks.shared, tasks, specFile: `${holds}, task (${words}) and what the task takes` };
}
