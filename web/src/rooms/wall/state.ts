/** The fields of the wall that the address holds. */
import { stateOf } from "../../state/address.ts";
import { choice, number, seed } from "../../state/fields.ts";
import { NUMBERS } from "./fields.data.ts";

export const state = stateOf("wall", {
  /** p: how many digits are stored. */
  stored: number(NUMBERS.count),
  synapses: choice(["random", "chosen"], "random"),
  seed: seed(),
});
