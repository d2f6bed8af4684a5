/** What `flow` takes: its problem stands in a spec file. */
import { specForm } from "../kit/spec-form.ts";

export const flowForm = specForm(
  'weights (rows, or a path to .npy or .csv), activation, task ("integrate", "attractor", "equilibria", "portrait", "continuation" or "landscape") and what the task takes',
);
