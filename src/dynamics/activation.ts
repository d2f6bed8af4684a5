/** An activation with its parameter set, checked and ready to evaluate. */
import type { ACTIVATION } from "../backend/contract/codes.ts";
import { FUNCTIONS } from "../backend/host.ts";
import { ACTIVATIONS, type ActivationSpec, activationKind } from "./activations/index.ts";
import type { ActivationParameter } from "./activations/kind.ts";

export type { ActivationSpec } from "./activations/index.ts";

/** An activation with all that dynamics, energies and control need of it; the kernels' bits. */
export interface Activation {
  readonly spec: ActivationSpec;
  /** Number by which the kernels know the activation. */
  readonly kind: ACTIVATION;
  /** The parameter that the spec sets: gain or width. */
  readonly parameter: ActivationParameter;
  /** Value of that parameter, > 0. */
  readonly setting: number;
  /** Slope s of z = s·u, > 0: the gain, or 1/width. */
  readonly slope: number;
  /** Lower and upper end of the values, not taken by finite u. */
  readonly range: readonly [lower: number, upper: number];
  /** Whether ∫g⁻¹ is finite at the ends of the range, and with it the energy. */
  readonly hasFiniteEnds: boolean;
  /** Activity g(u) at the membrane potential u. */
  readonly value: (u: number) => number;
  /** First derivative g′(u) > 0. */
  readonly derivative: (u: number) => number;
  /** Second derivative g″(u). */
  readonly secondDerivative: (u: number) => number;
  /** Inverse g⁻¹(V); ±Infinity at the ends of the range, NaN beyond. */
  readonly inverse: (v: number) => number;
  /** ∫g⁻¹ from 0 to V; of arctan, whose integral from 0 is infinite, from ½ = g(0). NaN beyond the range. */
  readonly primitive: (v: number) => number;
}

/**
 * The activation of a spec.
 *
 * @throws TypeError or RangeError for an unknown type or key, or a gain or width that is not a finite number > 0.
 */
export function activationOf(spec: ActivationSpec): Activation {
  return activationFrom("activationOf: activation", spec);
}

/** The same for another function, which messages name. */
export function activationFrom(where: string, spec: ActivationSpec): Activation {
  const own = activationKind.check(where, spec);
  const { code, parameter, range } = ACTIVATIONS[own.type];
  const { name } = parameter;
  const setting = (own as { readonly [key: string]: unknown })[name] as number;
  const slope = parameter.slopeOf(setting);
  if (!Number.isFinite(slope) || slope < 2 ** -1000) {
    throw new RangeError(`${where}: ${name} must be a number that a double can work with, got ${setting}`);
  }
  const { value, derivative, secondDerivative, inverse, primitive } = FUNCTIONS[code];
  return Object.freeze({
    spec: Object.freeze(own),
    kind: code,
    parameter,
    setting,
    slope,
    range,
    hasFiniteEnds: range.every((end) => Number.isFinite(primitive(slope, end))),
    value: (u: number) => value(slope, u),
    derivative: (u: number) => derivative(slope, u),
    secondDerivative: (u: number) => secondDerivative(slope, u),
    inverse: (v: number) => inverse(slope, v),
    primitive: (v: number) => primitive(slope, v),
  });
}
