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
import { ACTIVATION, PART } from "../contract/codes.ts";

const INV_PI = 0.3183098861837907;
const LARGEST = 708;

/** g and what belongs to it: functions of the slope s > 0 and of u, the last two of V. */
interface ActivationFunctions {
  /** g(u). */
  value(slope: number, u: number): number;
  /** g′(u). */
  derivative(slope: number, u: number): number;
  /** g″(u). */
  secondDerivative(slope: number, u: number): number;
  /** g⁻¹(V); ±Infinity at the ends of g's range, NaN beyond. */
  inverse(slope: number, v: number): number;
  /** ∫g⁻¹ from 0 to V (arctan: from ½); NaN outside of g's range. */
  primitive(slope: number, v: number): number;
}

/** s·q(top − q), the derivative of a sigmoid in e^a: 0 where e^a is near the largest double. */
function bell(slope: number, a: number, top: number): number {
  if (a > LARGEST) return 0;
  const q = top / (expm1Positive(a) + 2);
  return slope * (q * (top - q));
}

/** An inverse that is odd about V = ½, by its size at a distance d from the nearer end of (0, 1). */
function aboutHalf(slope: number, v: number, sizeAt: (d: number) => number): number {
  const upper = v >= 0.5;
  const value = sizeAt(upper ? 1 - v : v) / slope;
  return upper ? value : -value;
}

const tanhFunctions: ActivationFunctions = {
  value: (slope, u) => tanh(slope * u),
  derivative(slope, u) {
    const z = slope * u;
    return bell(slope, Math.abs(z + z), 2);
  },
  secondDerivative: (slope, u) => -(2 * slope * (tanhFunctions.derivative(slope, u) * tanh(slope * u))),
  inverse(slope, v) {
    const a = Math.abs(v);
    const size = (0.5 * log1p((a + a) / (1 - a))) / slope;
    return v < 0 || Object.is(v, -0) ? -size : size;
  },
  primitive(slope, v) {
    const a = Math.abs(v);
    const b = 1 - a;
    if (a < 0.5) return (0.5 * (a * log1p((a + a) / b) + log1p(-(a * a)))) / slope;
    return (0.5 * ((1 + a) * log1p(a) + (b !== 0 ? b * log(b) : 0))) / slope;
  },
};

const logisticFunctions: ActivationFunctions = {
  value(slope, u) {
    const z = slope * u;
    const q = 1 / (expm1Positive(Math.min(Math.abs(z), LARGEST)) + 2);
    return z < 0 ? q : 1 - q;
  },
  derivative: (slope, u) => bell(slope, Math.abs(slope * u), 1),
  secondDerivative: (slope, u) => -(slope * (logisticFunctions.derivative(slope, u) * tanh(0.5 * (slope * u)))),
  inverse: (slope, v) => aboutHalf(slope, v, (d) => log1p((1 - (d + d)) / d)),
  primitive(slope, v) {
    const d = v > 0.5 ? 1 - v : v;
    return ((d !== 0 ? d * log(d) : 0) + (1 - d) * log1p(-d)) / slope;
  },
};

const arctanFunctions: ActivationFunctions = {
  value(slope, u) {
    const z = slope * u;
    const quarter = atanQuarters(z) * 0.25;
    const rest = atanRest(z) * INV_PI;
    return z < 0 ? 0.5 - quarter - rest : 0.5 + quarter + rest;
  },
  derivative(slope, u) {
    const z = slope * u;
    return (slope * INV_PI) / (1 + z * z);
  },
  secondDerivative(slope, u) {
    const z = slope * u;
    return -(2 * slope * (arctanFunctions.derivative(slope, u) * (1 / (z + 1 / z))));
  },
  inverse: (slope, v) =>
    aboutHalf(slope, v, (d) => {
      const near = d < 0.25;
      const y = Math.PI * (near ? d : 0.5 - d);
      const sine = sinReduced(y);
      const cosine = 1 + cosm1Reduced(y);
      return d < 0 ? Number.NaN : near ? cosine / sine : sine / cosine;
    }),
  primitive(slope, v) {
    const d = v > 0.5 ? 1 - v : v;
    if (d < 0) return Number.NaN;
    const near = d < 0.25;
    const y = Math.PI * (near ? d : 0.5 - d);
    const logarithm = near ? log(sinReduced(y)) : log1p(cosm1Reduced(y));
    return -((logarithm * INV_PI) / slope);
  },
};

/** The functions of each activation, by its code. */
export const FUNCTIONS: Readonly<Record<ACTIVATION, ActivationFunctions>> = {
  [ACTIVATION.tanh]: tanhFunctions,
  [ACTIVATION.logistic]: logisticFunctions,
  [ACTIVATION.arctan]: arctanFunctions,
};

/** g(u) of the activation with the code `kind`. */
export function activation(kind: ACTIVATION, slope: number, u: number): number {
  return FUNCTIONS[kind].value(slope, u);
}

/** g′(u) of the activation with the code `kind`. */
export function derivative(kind: ACTIVATION, slope: number, u: number): number {
  return FUNCTIONS[kind].derivative(slope, u);
}

/** g″(u) of the activation with the code `kind`. */
export function secondDerivative(kind: ACTIVATION, slope: number, u: number): number {
  return FUNCTIONS[kind].secondDerivative(slope, u);
}

/** g⁻¹(V) of the activation with the code `kind`. */
export function inverse(kind: ACTIVATION, slope: number, v: number): number {
  return FUNCTIONS[kind].inverse(slope, v);
}

/** Applies a part of an activation to `count` entries; `output` may be `input`. */
export function activate(
  kind: ACTIVATION,
  part: PART,
  slope: number,
  input: Float64Array,
  output: Float64Array,
  count: number,
): void {
  const of = FUNCTIONS[kind][PART[part] as keyof typeof PART];
  for (let i = 0; i < count; i++) output[i] = of(slope, input[i]);
}

const ELEMENTARY = [exp, log, log1p, tanh, atan] as const;

/** Applies an elementary function to `count` entries; `output` may be `input`. */
export function elementary(what: 0 | 1 | 2 | 3 | 4, input: Float64Array, output: Float64Array, count: number): void {
  const of = ELEMENTARY[what];
  for (let i = 0; i < count; i++) output[i] = of(input[i]);
}
