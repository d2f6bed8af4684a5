/** What an activation is and what its one parameter is: all that specs, dynamics, energies and the lab ask of either. */
import type { ACTIVATION } from "../../backend/contract/codes.ts";

/** The parameter that sets how steep an activation is; dimensionless, > 0. */
export interface ActivationParameter<Name extends string = string> {
  /** Key of the parameter in a spec, such as "gain". */
  readonly name: Name;
  readonly initial: number;
  /** The s of z = s·u that the kernels work with. */
  readonly slopeOf: (value: number) => number;
  /** (∂s/∂parameter)/s, so that ∂g/∂parameter = u g′(u) times this. */
  readonly relativeChange: (slope: number) => number;
  /** Values worth trying, for a slider, and what it does in a sentence. */
  readonly choices: { readonly min: number; readonly max: number; readonly step: number };
  readonly effect: string;
  /** What it is, as a phrase for help. */
  readonly about: string;
}

/** One activation g of the package. */
export interface ActivationKind<Type extends string = string> {
  /** Name of the activation in a spec, such as "tanh". */
  readonly type: Type;
  /** Number by which the kernels know the activation. */
  readonly code: ACTIVATION;
  readonly parameter: ActivationParameter;
  /** Lower and upper end of the values, not taken by finite u. */
  readonly range: readonly [lower: number, upper: number];
  /** V of u and the parameter, as text. */
  readonly formula: string;
}

/** Slope of g before its own factor: z = gain·u. */
export const GAIN = {
  name: "gain",
  initial: 1,
  slopeOf: (gain) => gain,
  relativeChange: (slope) => 1 / slope,
  choices: { min: 0.1, max: 8, step: 0.05 },
  effect: "The higher, the more a neuron is a switch.",
  about: "factor of u in the activation, z = gain·u",
} as const satisfies ActivationParameter;

/** The u over which g rises: z = u/width. */
export const WIDTH = {
  name: "width",
  initial: 0.1,
  slopeOf: (width) => 1 / width,
  relativeChange: (slope) => -slope,
  choices: { min: 0.02, max: 2, step: 0.01 },
  effect: "The narrower, the more a neuron is a switch.",
  about: "range of u over which the activation rises, z = u/width",
} as const satisfies ActivationParameter;
