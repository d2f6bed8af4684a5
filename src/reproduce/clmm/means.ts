/** What every measurement of this work needs beside its own spec. */
import type { BackendName } from "../../backend/contract/kernels.ts";
import type { Pause } from "../../run/pace.ts";

/** What the studies of the report are run with: seed, backend and a way to stop. */
export interface StudyMeans {
  readonly backend: BackendName;
  readonly pause: Pause;
}
