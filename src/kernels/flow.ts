/** Kernels of continuous dynamics: what `Kernels` has of activations, flows and their integration. */
import type { Block } from "../kernels.ts";

/** 0 tanh(su), 1 logistic 1/(1 + e^(−su)), 2 arctan atan(su)/π + ½. */
export type ActivationCode = 0 | 1 | 2;

/** 0 g, 1 g′, 2 g″, 3 g⁻¹, 4 ∫g⁻¹ (from 0; arctan: from ½). */
export type ActivationPart = 0 | 1 | 2 | 3 | 4;

export interface FlowKernels {
  /** Applies a part of an activation of slope s > 0 to `count` entries; `output` may be `input`. */
  activate(
    kind: ActivationCode,
    part: ActivationPart,
    slope: number,
    input: Block<Float64Array>,
    output: Block<Float64Array>,
    count: number,
  ): void;
  /** Applies 0 exp, 1 ln, 2 ln(1 + x), 3 tanh or 4 atan to `count` entries; `output` may be `input`. */
  elementary(what: 0 | 1 | 2 | 3 | 4, input: Block<Float64Array>, output: Block<Float64Array>, count: number): void;
}
