/** Activations in plain JavaScript, twin of assembly/activation.ts, where the formulas stand. */

import {
  atan,
  atanQuarters,
  atanRest,
  cosm1Reduced,
  exp,
  expm1Positive,
  log,
  log1p,
  sinReduced,
  tanh,
} from "../../numeric/elementary.ts";
import type { ActivationCode, ActivationPart } from "../contract/flow.ts";

export const TANH = 0;
export const LOGISTIC = 1;
export const ARCTAN = 2;

const INV_PI = 0.3183098861837907;
const LARGEST = 708;

/** g(u). */
export function activation(kind: ActivationCode, slope: number, u: number): number {
  const z = slope * u;
  if (kind === TANH) return tanh(z);
  if (kind === LOGISTIC) {
    const q = 1 / (expm1Positive(Math.min(Math.abs(z), LARGEST)) + 2);
    return z < 0 ? q : 1 - q;
  }
  const quarter = atanQuarters(z) * 0.25;
  const rest = atanRest(z) * INV_PI;
  return z < 0 ? 0.5 - quarter - rest : 0.5 + quarter + rest;
}

/** g′(u). */
export function derivative(kind: ActivationCode, slope: number, u: number): number {
  const z = slope * u;
  if (kind === ARCTAN) return (slope * INV_PI) / (1 + z * z);
  const a = Math.abs(kind === TANH ? z + z : z);
  if (a > LARGEST) return 0;
  const top = kind === TANH ? 2 : 1;
  const q = top / (expm1Positive(a) + 2);
  return slope * (q * (top - q));
}

/** g″(u). */
export function secondDerivative(kind: ActivationCode, slope: number, u: number): number {
  const z = slope * u;
  const first = derivative(kind, slope, u);
  if (kind === ARCTAN) return -(2 * slope * (first * (1 / (z + 1 / z))));
  const twice = kind === TANH ? 2 * slope : slope;
  return -(twice * (first * tanh(kind === TANH ? z : 0.5 * z)));
}

/** g⁻¹(V); ±Infinity at the ends of g's range, NaN beyond. */
export function inverse(kind: ActivationCode, slope: number, v: number): number {
  if (kind === TANH) {
    const a = Math.abs(v);
    const size = (0.5 * log1p((a + a) / (1 - a))) / slope;
    return v < 0 || Object.is(v, -0) ? -size : size;
  }
  const upper = v >= 0.5;
  const d = upper ? 1 - v : v;
  let size: number;
  if (kind === LOGISTIC) size = log1p((1 - (d + d)) / d);
  else {
    const near = d < 0.25;
    const y = Math.PI * (near ? d : 0.5 - d);
    const sine = sinReduced(y);
    const cosine = 1 + cosm1Reduced(y);
    size = d < 0 ? Number.NaN : near ? cosine / sine : sine / cosine;
  }
  const value = size / slope;
  return upper ? value : -value;
}

/** ∫g⁻¹ from 0 to V (arctan: from ½); NaN outside of g's range. */
export function primitive(kind: ActivationCode, slope: number, v: number): number {
  if (kind === TANH) {
    const a = Math.abs(v);
    const b = 1 - a;
    if (a < 0.5) return (0.5 * (a * log1p((a + a) / b) + log1p(-(a * a)))) / slope;
    return (0.5 * ((1 + a) * log1p(a) + (b !== 0 ? b * log(b) : 0))) / slope;
  }
  const d = v > 0.5 ? 1 - v : v;
  if (kind === LOGISTIC) return ((d !== 0 ? d * log(d) : 0) + (1 - d) * log1p(-d)) / slope;
  if (d < 0) return Number.NaN;
  const near = d < 0.25;
  const y = Math.PI * (near ? d : 0.5 - d);
  const logarithm = near ? log(sinReduced(y)) : log1p(cosm1Reduced(y));
  return -((logarithm * INV_PI) / slope);
}

/** g, g′, g″, g⁻¹, ∫g⁻¹ by their codes. */
export const PARTS = [activation, derivative, secondDerivative, inverse, primitive] as const;

/** Applies a part of an activation to `count` entries; `output` may be `input`. */
export function activate(
  kind: ActivationCode,
  part: ActivationPart,
  slope: number,
  input: Float64Array,
  output: Float64Array,
  count: number,
): void {
  const of = PARTS[part];
  for (let i = 0; i < count; i++) output[i] = of(kind, slope, input[i]);
}

const ELEMENTARY = [exp, log, log1p, tanh, atan] as const;

/** Applies an elementary function to `count` entries; `output` may be `input`. */
export function elementary(what: 0 | 1 | 2 | 3 | 4, input: Float64Array, output: Float64Array, count: number): void {
  const of = ELEMENTARY[what];
  for (let i = 0; i < count; i++) output[i] = of(input[i]);
}
