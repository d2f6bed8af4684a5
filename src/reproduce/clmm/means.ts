/** What the measurements of this work are given. */
import type { BackendName } from "../../backend/contract/kernels.ts";
import type { Pause } from "../../dynamics/equilibria.ts";

/** What a study runs with. */
export interface StudyMeans {
  readonly backend: BackendName;
  readonly pause: Pause;
}
