/** The fields of the benchmark that the address holds. */
import { stateOf } from "../../state/address.ts";
import { number, seed } from "../../state/fields.ts";

export const state = stateOf("bench", {
  /** N, the number of neurons. */
  neurons: number({ initial: 200, min: 50, max: 1000, step: 50 }),
  /** Time of timed rounds for all kernels together, s. */
  seconds: number({ initial: 2, min: 1, max: 20, step: 1 }),
  seed: seed(),
});
