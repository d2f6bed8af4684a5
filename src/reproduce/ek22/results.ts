/** What is computed for EK22, and how a claim reads it. */
import type { BasinsResult } from "../../experiments/basins/run.ts";
import type { CapacityResult } from "../../experiments/capacity/run.ts";
import type { FieldsResult } from "../../experiments/fields/run.ts";
import type { FrontierResult } from "../../experiments/frontier/run.ts";
import type { OnlineResult } from "../../experiments/online/run.ts";
import type { WeightsResult } from "../../experiments/weights/run.ts";
import type { Judged, WorkClaim } from "../claim.ts";
import type { Part } from "./plan.ts";

export interface Results {
  readonly capacity: CapacityResult;
  readonly scaling: readonly CapacityResult[];
  /** Searches cut short, one for each number of sweeps in `SHORT_SWEEPS`. */
  readonly short: readonly CapacityResult[];
  readonly dilute: readonly CapacityResult[];
  readonly fields: FieldsResult;
  readonly weights: WeightsResult;
  readonly sparse: WeightsResult;
  readonly strict: CapacityResult;
  readonly basins: BasinsResult;
  readonly frontier: FrontierResult;
  readonly online: OnlineResult;
}

export type Found = Judged;
export type Claim = WorkClaim<Results, Part>;
