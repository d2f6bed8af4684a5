/** What engines are compared by, the same here and in a page. */

import type { Key } from "../../src/backend/contract/kernels.ts";
import type { Clock } from "../../src/bench/clock.ts";
import { type Computation, kernelComputations, matvecComputation } from "../../src/bench/computations.ts";

export function engineComputations(neurons: number, key: Key, clock: Clock): readonly Computation[] {
  return [...kernelComputations(neurons, key, clock), matvecComputation(neurons, key, clock)];
}
