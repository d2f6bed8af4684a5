/**
 * How well Hebbian networks retrieve at a temperature, by mean-field theory: `thermalOverlap`.
 *
 * The field of a neuron is the signal m and a normal noise of variance αr, in units of the field of a stored pattern:
 *
 *     m = ⟨tanh(β(m + √(αr) z))⟩,   q = ⟨tanh²(β(m + √(αr) z))⟩,   β = 1/T, z normal
 *
 * All connected (Amit, Gutfreund & Sompolinsky 1987, replica-symmetric): r = q/(1 − C)², C = β(1 − q). Highly diluted
 * (Derrida, Gardner & Zippelius 1987): r = 1. Without load both are m = tanh(m/T), and T_c = 1.
 */
import { checkChoice, checkKeys, checkNumber } from "../check/check.ts";

export interface ThermalOverlapSpec {
  /** Load α = p/c ≥ 0. */
  readonly load: number;
  /** Temperature T ≥ 0; below 0.01 it is taken as 0.01. */
  readonly temperature: number;
  /** Limit of the connectivity: all connected ("full", the default) or highly diluted. */
  readonly connectivity?: "dilute" | "full";
}

const COLDEST = 0.01;
const STEPS = 3000;
const LOST = 0.01;
/** Of the normal variable: the trapezoidal rule on it is as good as any, its density vanishes at both ends. */
const NODES = 1601;
const WIDEST = 8;

/**
 * m, the overlap that a network started in a stored pattern keeps, in the limit of many neurons; 0 where the pattern is lost.
 *
 * @throws TypeError or RangeError that names the argument.
 */
export function thermalOverlap(spec: ThermalOverlapSpec): number {
  const where = "thermalOverlap";
  checkKeys(`${where}: spec`, spec, ["load", "temperature", "connectivity"]);
  const load = checkNumber(`${where}: load`, spec.load, 0);
  const beta = 1 / Math.max(COLDEST, checkNumber(`${where}: temperature`, spec.temperature, 0));
  const isFull = checkChoice(`${where}: connectivity`, spec.connectivity ?? "full", ["dilute", "full"]) === "full";
  let m = 1;
  let r = 1;
  for (let step = 0; step < STEPS; step++) {
    const [mean, square] = averages(beta * m, beta * Math.sqrt(load * r));
    // beyond C = 1 there is no such state: the noise that it would take loses the pattern
    const own = Math.min(0.999, beta * (1 - square));
    if (isFull && load > 0) r = 0.5 * (r + square / (1 - own) ** 2);
    const isSettled = Math.abs(mean - m) < 1e-9;
    m = mean;
    if (isSettled || m < LOST) break;
  }
  return m < LOST ? 0 : m;
}

/** Means ⟨tanh(x + yz)⟩ and ⟨tanh²(x + yz)⟩ over a normal z. */
function averages(x: number, y: number): [number, number] {
  if (y === 0) return [Math.tanh(x), Math.tanh(x) ** 2];
  let mean = 0;
  let square = 0;
  let weight = 0;
  for (let k = 0; k < NODES; k++) {
    const z = WIDEST * ((2 * k) / (NODES - 1) - 1);
    const w = Math.exp(-0.5 * z * z);
    const t = Math.tanh(x + y * z);
    mean += w * t;
    square += w * t * t;
    weight += w;
  }
  return [mean / weight, square / weight];
}
