/** What the room offers of the parameters of networks; runs while the page is built. */
import { loadedNetworksParameters } from "../../../../src/experiments/kit/parameters.ts";
import { numbersOf, ruleNumbersOf } from "../../../build/numbers.ts";

// sizes at which all neurons search within seconds
export const NUMBERS = numbersOf("rewire", loadedNetworksParameters, {
  neurons: { initial: 240, min: 60, max: 400, step: 20, help: "More to choose from, and more to search." },
  inputs: { initial: 24, min: 4, max: 120, label: "Inputs a neuron c" },
  patterns: { initial: 48, min: 2, max: 300 },
});

export const RULE_NUMBERS = ruleNumbersOf("rewire", loadedNetworksParameters);
