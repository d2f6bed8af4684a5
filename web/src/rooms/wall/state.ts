/** The fields of the wall that the address holds. */
import { stateOf } from "../../state/address.ts";
import { choice, number, seed } from "../../state/fields.ts";

export const state = stateOf("wall", {
  /** p: how many digits are stored. */
  stored: number({ initial: 60, min: 1, max: 200, step: 1 }),
  synapses: choice(["random", "chosen"], "random"),
  seed: seed(),
});
