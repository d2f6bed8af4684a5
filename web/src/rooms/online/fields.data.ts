/** What the room offers of the parameters of `online`; runs while the page is built. */
import { onlineParameters } from "../../../../src/experiments/online/parameters.ts";
import { numbersOf, ruleNumbersOf } from "../../../build/numbers.ts";

export const NUMBERS = numbersOf("online", onlineParameters, {
  // sizes at which three networks learn within seconds
  neurons: { initial: 160, min: 40, max: 300, step: 20, help: "The starts keep their part of it." },
});

// larger targets take more inputs than such networks have
export const RULE_NUMBERS = ruleNumbersOf("online", onlineParameters, {
  epsilon: {
    max: 4,
    help: "Constant while the network learns; it sets the final number of inputs. 0 is noise reduction.",
  },
  margin: { min: 0.2, max: 4, help: "Constant while the network learns." },
});
