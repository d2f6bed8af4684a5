/** How each task of `flow` shows what it found. */

import type { FlowTask, FoundBy, ViewOf } from "../tasks/task.ts";
import { attractorView } from "./attractor.ts";
import { continuationView } from "./continuation.ts";
import { equilibriaView } from "./equilibria.ts";
import { hebbianView } from "./hebbian.ts";
import { integrateView } from "./integrate.ts";
import { landscapeView } from "./landscape.ts";
import { portraitView } from "./portrait.ts";
import { thresholdView } from "./threshold.ts";

const VIEWS: { readonly [Task in FlowTask]: ViewOf<FoundBy<Task>> } = {
  integrate: integrateView,
  attractor: attractorView,
  equilibria: equilibriaView,
  portrait: portraitView,
  continuation: continuationView,
  landscape: landscapeView,
  threshold: thresholdView,
  hebbian: hebbianView,
};

/** A view is only ever given what its task found. */
export const FLOW_VIEWS: Readonly<Record<FlowTask, ViewOf>> = VIEWS;
