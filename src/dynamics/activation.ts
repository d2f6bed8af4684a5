import type { ActivationCode } from "../backend/contract/flow.ts";
import { PARTS } from "../backend/host.ts";
import { checkChoice, checkKeys, checkNumber } from "../check/check.ts";

/**
 * A sigmoid g, applied to every neuron: tanh(gain·u) with values in (−1, 1); 1/(1 + e^(−gain·u)) or atan(u/width)/π + ½
 * (CLMM, with width 0.1) with values in (0, 1). `gain` is 1 and `width` 0.1 unless given. The slope at 0 is gain, gain/4 and
 * 1/(π·width).
 */
export type ActivationSpec =
  | { readonly type: "tanh" | "logistic"; readonly gain?: number }
  | { readonly type: "arctan"; readonly width?: number };

/** An activation with all that dynamics, energies and control need of it; the kernels' bits. */
export interface Activation {
  readonly spec: ActivationSpec;
  /** How kernels know it. */
  readonly kind: ActivationCode;
  /** s of z = s·u: gain, or 1/width. */
  readonly slope: number;
  /** Lower and upper end of the values, not taken by finite u. */
  readonly range: readonly [lower: number, upper: number];
  /** g(u) */
  readonly value: (u: number) => number;
  /** g′(u) > 0 */
  readonly derivative: (u: number) => number;
  /** g″(u) */
  readonly secondDerivative: (u: number) => number;
  /** g⁻¹(V); ±Infinity at the ends of the range, NaN beyond. */
  readonly inverse: (v: number) => number;
  /** ∫g⁻¹ from 0 to V; of arctan, whose integral from 0 is infinite, from ½ = g(0). NaN beyond the range. */
  readonly primitive: (v: number) => number;
}

const TYPES = ["tanh", "logistic", "arctan"] as const;

/**
 * The activation of a spec.
 *
 * @throws TypeError or RangeError for an unknown type or key, or a gain or width that is not a finite number > 0.
 */
export function activationOf(spec: ActivationSpec, where = "activationOf: activation"): Activation {
  checkKeys(where, spec, ["type", "gain", "width"]);
  const type = checkChoice(`${where}: type`, spec.type, TYPES);
  checkKeys(`${where} of type "${type}"`, spec, ["type", type === "arctan" ? "width" : "gain"]);
  const [name, given] = spec.type === "arctan" ? ["width", spec.width ?? 0.1] : ["gain", spec.gain ?? 1];
  const number = checkNumber(`${where}: ${name}`, given, 0, true);
  const kind = TYPES.indexOf(type) as ActivationCode;
  const slope = spec.type === "arctan" ? 1 / number : number;
  if (!Number.isFinite(slope) || slope < 2 ** -1000) {
    throw new RangeError(`${where}: ${name} must be a number that a double can work with, got ${number}`);
  }
  const [value, derivative, secondDerivative, inverse, primitive] = PARTS;
  return Object.freeze({
    spec: Object.freeze({ type, [name]: number }) as ActivationSpec,
    kind,
    slope,
    range: type === "tanh" ? ([-1, 1] as const) : ([0, 1] as const),
    value: (u: number) => value(kind, slope, u),
    derivative: (u: number) => derivative(kind, slope, u),
    secondDerivative: (u: number) => secondDerivative(kind, slope, u),
    inverse: (v: number) => inverse(kind, slope, v),
    primitive: (v: number) => primitive(kind, slope, v),
  });
}
