/** What the room offers of the parameters of `recall`; runs while the page is built. */
import { recallParameters } from "../../../../src/experiments/recall/parameters.ts";
import { numbersOf, ruleNumbersOf } from "../../../build/numbers.ts";

export const NUMBERS = numbersOf("recall", recallParameters, {
  // at most as many as are told apart on a page
  count: { initial: 30, min: 1, max: 150 },
  inputs: { min: 10, max: 200, step: 5 },
  // a cue of which half is wrong says nothing of its picture
  noise: { initial: 0.1, max: 0.5, step: 0.01 },
  occlude: { step: 0.05 },
});

const { epsilon: _, ...others } = ruleNumbersOf("recall", recallParameters, {
  // less than `recall` has, whose cues are damaged more
  margin: {
    initial: 2,
    min: 0.2,
    help: "How safe every pixel is to be: more pictures at a small margin, more damage mended at a large one.",
  },
});
/** Parameters of rules: ε is left to its rule, whose own value follows the load. */
export const RULE_NUMBERS = others;
