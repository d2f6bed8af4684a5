/** What the room offers of the parameters of `flow`; runs while the page is built. */
import { patternParameters } from "../../../../src/dynamics/network-specs.ts";
import { portraitParameters } from "../../../../src/dynamics/specs.ts";
import { numbersOf } from "../../../build/numbers.ts";

/** Of Φ, on two patterns. */
export const PATTERN_NUMBERS = numbersOf("flow", patternParameters, {
  // a larger degree leaves but the corners of the plane
  degree: { max: 8, help: "Φ = (scale/n) Σ (ξ·V)ⁿ; 2 is a constant T." },
  beta: { min: 0.1, max: 4, step: 0.1, label: "β", help: "The larger, the sharper the valleys." },
  // patterns of two neurons overlap with the activities by more than 1
  scale: { initial: 0.1, min: 0.01, max: 2, step: 0.01, help: "Of Φ, against the leak −u." },
});

export const { box: BOX } = numbersOf("flow", portraitParameters, {
  box: { min: 1, max: 10, step: 0.5, label: "Plane", help: "How far the portrait reaches." },
});
