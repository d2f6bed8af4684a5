/** What the wall offers of the parameters of `recall`; runs while the page is built. */
import { recallParameters } from "../../../../src/experiments/recall/parameters.ts";
import { numbersOf } from "../../../build/numbers.ts";

export const NUMBERS = numbersOf("wall", recallParameters, {
  // at most as many as are told apart on a page
  count: { initial: 60, min: 1, max: 200 },
});
