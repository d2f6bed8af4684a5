/** What a page draws of a controlled network by itself, while the solution is computed: see src/dynamics/page.ts. */
export { OUTCOME_NAMES, type Outcome, outcomeKindOf } from "./outcomes.ts";
export { boundsOf, horizonOf, presentationOf } from "./problem.ts";
export { follow } from "./settle.ts";
