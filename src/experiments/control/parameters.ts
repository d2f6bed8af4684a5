/** What `control` takes: its problem stands in a spec file. */
import { specForm } from "../kit/spec-form.ts";

export const controlForm = specForm(
  'network, pattern or patterns, costs and bounds, and task: "present" (default), "pareto", the front over μ, "sweep", the map of outcomes over μ and λ, or "value", the value function of up to three neurons',
);
