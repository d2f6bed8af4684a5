/** What a visitor sets in the room Control, and what its address holds. */
import { stateOf } from "../../state/address.ts";
import { choice, number, text, toggle } from "../../state/fields.ts";
import { BOUNDS, NUMBERS } from "./fields.data.ts";
import { isRows } from "./rows.ts";

/** Largest |A_ij| and |u_i| that may be set. */
export const MOST_WEIGHT = 10;
export const MOST_STATE = 6;
export const MOST_PATTERNS = 8;

export const state = stateOf("control", {
  view: choice(["pattern", "sequence", "value"], "pattern"),
  A: text("0,2;2,0", `2 or 3 rows of as many numbers within ±${MOST_WEIGHT}, such as 0,2;2,0`, (given) =>
    isRows(given, 2, 3, MOST_WEIGHT, true),
  ),
  u: text("-1,0.5", `2 or 3 numbers within ±${MOST_STATE}, such as -1,0.5`, (given) => isRows(given, 1, 1, MOST_STATE)),
  /** u⁰, u¹, … */
  present: text("-1,0.5;1,1;-1,0.5", `1 to ${MOST_PATTERNS} patterns, such as -1,0.5;1,1`, (given) =>
    isRows(given, 1, MOST_PATTERNS, MOST_STATE),
  ),
  mu: number(NUMBERS.controlWeight),
  lambda: number(NUMBERS.discount),
  K: number(BOUNDS.existing),
  k: number(BOUNDS.silent),
  /** Whether ξ_ii may change. */
  self: toggle(true),
  step: choice(["0.1", "0.05", "0.02", "0.01"], "0.05"),
  /** T; 0: as long as λ asks for. */
  horizon: number({ initial: 0, min: 0, max: 200, step: 0.5 }),
  starts: number(NUMBERS.starts),
  /** Neurons whose plane is shown. */
  plane: choice(["12", "13", "23"], "12"),
  /** Presentations after which the network of the sequence is shown; more than there are: the last. */
  after: number({ initial: MOST_PATTERNS, min: 0, max: MOST_PATTERNS, step: 1 }),
  nodes: choice(["61", "101", "161"], "101"),
});
