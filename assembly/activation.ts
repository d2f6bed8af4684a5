// Activations g and what dynamics, energies and control need of them, on f64 lanes; a scalar is a lane of the same code.
// z = s·u with the slope s (gain, or 1/width):
//
//   tanh      g = tanh z            g⁻¹ = atanh V / s                ∫₀^V g⁻¹ = (V atanh V + ½ ln(1 − V²)) / s
//   logistic  g = 1/(1 + e^−z)      g⁻¹ = ln(V/(1 − V)) / s          ∫₀^V g⁻¹ = (V ln V + (1 − V) ln(1 − V)) / s
//   arctan    g = atan(z)/π + ½     g⁻¹ = tan(π(V − ½)) / s          ∫_½^V g⁻¹ = −ln sin(πV) / (π s)
//
// The last is counted from g(0) = ½: from 0 it is infinite. Tails keep their relative precision: with E = e^{|2z|} − 1 (tanh) or
// e^{|z|} − 1 (logistic) everything is a rational function of E without cancellation.

import { ACTIVATION, PART } from "../src/backend/contract/codes";
import { at64 } from "./address";
import {
  atanLanes,
  atanQuarters,
  atanRest,
  cosm1Reduced,
  expLanes,
  expm1Positive,
  half,
  log1pLanes,
  logLanes,
  one,
  sinReduced,
  tanhLanes,
  two,
} from "./elementary";

const INV_PI: f64 = 0.3183098861837907;
const PI: f64 = 3.141592653589793;
/** Beyond this e^y is near the largest double, and g′ set to 0. */
const LARGEST: f64 = 708;

/** g(u). */
// @ts-ignore: decorator
@inline
export function activationLanes(kind: i32, slope: v128, u: v128): v128 {
  const z = f64x2.mul(slope, u);
  if (kind == ACTIVATION.tanh) return tanhLanes(z);
  if (kind == ACTIVATION.logistic) {
    const y = f64x2.pmin(f64x2.abs(z), f64x2.splat(LARGEST));
    const q = f64x2.div(one(), f64x2.add(expm1Positive(y), two()));
    return v128.bitselect(q, f64x2.sub(one(), q), f64x2.lt(z, f64x2.splat(0)));
  }
  const quarter = f64x2.mul(atanQuarters(z), f64x2.splat(0.25));
  const rest = f64x2.mul(atanRest(z), f64x2.splat(INV_PI));
  return v128.bitselect(
    f64x2.sub(f64x2.sub(half(), quarter), rest),
    f64x2.add(f64x2.add(half(), quarter), rest),
    f64x2.lt(z, f64x2.splat(0)),
  );
}

/** g′(u). */
// @ts-ignore: decorator
@inline
export function derivativeLanes(kind: i32, slope: v128, u: v128): v128 {
  const z = f64x2.mul(slope, u);
  if (kind == ACTIVATION.arctan) {
    const square = f64x2.add(one(), f64x2.mul(z, z));
    return f64x2.div(f64x2.mul(slope, f64x2.splat(INV_PI)), square);
  }
  const a = f64x2.abs(kind == ACTIVATION.tanh ? f64x2.add(z, z) : z);
  const y = f64x2.pmin(a, f64x2.splat(LARGEST));
  const d = f64x2.add(expm1Positive(y), two());
  const q = f64x2.div(kind == ACTIVATION.tanh ? two() : one(), d);
  const beyond = f64x2.gt(a, f64x2.splat(LARGEST));
  const bell = f64x2.mul(q, f64x2.sub(kind == ACTIVATION.tanh ? two() : one(), q)); // sech² z, or g(1 − g)
  return v128.andnot(f64x2.mul(slope, bell), beyond);
}

/** g″(u). */
// @ts-ignore: decorator
@inline
export function secondLanes(kind: i32, slope: v128, u: v128): v128 {
  const z = f64x2.mul(slope, u);
  const first = derivativeLanes(kind, slope, u);
  if (kind == ACTIVATION.arctan) {
    // z/(1 + z²) as 1/(z + 1/z), which does not overflow
    const bend = f64x2.div(one(), f64x2.add(z, f64x2.div(one(), z)));
    return f64x2.neg(f64x2.mul(f64x2.mul(two(), slope), f64x2.mul(first, bend)));
  }
  const t = tanhLanes(kind == ACTIVATION.tanh ? z : f64x2.mul(half(), z)); // 2g − 1 of the logistic
  const twice = kind == ACTIVATION.tanh ? f64x2.mul(two(), slope) : slope;
  return f64x2.neg(f64x2.mul(twice, f64x2.mul(first, t)));
}

/** g⁻¹(V); ±Infinity at the ends of g's range, NaN beyond. */
// @ts-ignore: decorator
@inline
export function inverseLanes(kind: i32, slope: v128, v: v128): v128 {
  if (kind == ACTIVATION.tanh) {
    const a = f64x2.abs(v);
    const twice = log1pLanes(f64x2.div(f64x2.add(a, a), f64x2.sub(one(), a)));
    return v128.bitselect(v, f64x2.div(f64x2.mul(half(), twice), slope), f64x2.splat(-0.0));
  }
  // by the distance to the nearer end, where nothing cancels
  const upper = f64x2.ge(v, half());
  const d = v128.bitselect(f64x2.sub(one(), v), v, upper);
  let size: v128;
  if (kind == ACTIVATION.logistic) {
    // |ln(V/(1 − V))| = ln(1 + (1 − 2d)/d)
    size = log1pLanes(f64x2.div(f64x2.sub(one(), f64x2.add(d, d)), d));
  } else {
    // |tan(π(V − ½))|: of ½ − d up to a quarter, 1/tan(πd) from there on
    const near = f64x2.lt(d, f64x2.splat(0.25));
    const y = f64x2.mul(f64x2.splat(PI), v128.bitselect(d, f64x2.sub(half(), d), near));
    const sine = sinReduced(y);
    const cosine = f64x2.add(one(), cosm1Reduced(y));
    size = f64x2.div(v128.bitselect(cosine, sine, near), v128.bitselect(sine, cosine, near));
    size = v128.bitselect(f64x2.splat(NaN), size, f64x2.lt(d, f64x2.splat(0)));
  }
  const value = f64x2.div(size, slope);
  return v128.bitselect(value, f64x2.neg(value), upper);
}

/** ∫g⁻¹ from 0 to V (arctan: from ½); NaN outside of g's range. */
// @ts-ignore: decorator
@inline
export function primitiveLanes(kind: i32, slope: v128, v: v128): v128 {
  if (kind == ACTIVATION.tanh) {
    // ½[(1 + V) ln(1 + V) + (1 − V) ln(1 − V)] has no ∞ − ∞ at the ends; the first form no cancellation at 0
    const a = f64x2.abs(v);
    const b = f64x2.sub(one(), a);
    const product = v128.bitselect(f64x2.mul(b, logLanes(b)), f64x2.splat(0), f64x2.ne(b, f64x2.splat(0)));
    const outer = f64x2.mul(half(), f64x2.add(f64x2.mul(f64x2.add(one(), a), log1pLanes(a)), product));
    const twice = log1pLanes(f64x2.div(f64x2.add(a, a), b));
    const inner = f64x2.mul(half(), f64x2.add(f64x2.mul(a, twice), log1pLanes(f64x2.neg(f64x2.mul(a, a)))));
    return f64x2.div(v128.bitselect(inner, outer, f64x2.lt(a, half())), slope);
  }
  const d = v128.bitselect(f64x2.sub(one(), v), v, f64x2.gt(v, half()));
  if (kind == ACTIVATION.logistic) {
    const rest = f64x2.sub(one(), d);
    const product = v128.bitselect(f64x2.mul(d, logLanes(d)), f64x2.splat(0), f64x2.ne(d, f64x2.splat(0)));
    return f64x2.div(f64x2.add(product, f64x2.mul(rest, log1pLanes(f64x2.neg(d)))), slope);
  }
  const near = f64x2.lt(d, f64x2.splat(0.25));
  const y = f64x2.mul(f64x2.splat(PI), v128.bitselect(d, f64x2.sub(half(), d), near));
  // ln sin(πd) near the ends, ln cos(π(½ − d)) in the middle
  const logarithm = v128.bitselect(logLanes(sinReduced(y)), log1pLanes(cosm1Reduced(y)), near);
  const below = f64x2.lt(d, f64x2.splat(0));
  const value = f64x2.neg(f64x2.div(f64x2.mul(logarithm, f64x2.splat(INV_PI)), slope));
  return v128.bitselect(f64x2.splat(NaN), value, below);
}

// @ts-ignore: decorator
@inline
export function activationScalar(kind: i32, slope: f64, u: f64): f64 {
  return f64x2.extract_lane(activationLanes(kind, f64x2.splat(slope), f64x2.splat(u)), 0);
}

// @ts-ignore: decorator
@inline
export function derivativeScalar(kind: i32, slope: f64, u: f64): f64 {
  return f64x2.extract_lane(derivativeLanes(kind, f64x2.splat(slope), f64x2.splat(u)), 0);
}

// @ts-ignore: decorator
@inline
export function secondScalar(kind: i32, slope: f64, u: f64): f64 {
  return f64x2.extract_lane(secondLanes(kind, f64x2.splat(slope), f64x2.splat(u)), 0);
}

// @ts-ignore: decorator
@inline
export function inverseScalar(kind: i32, slope: f64, v: f64): f64 {
  return f64x2.extract_lane(inverseLanes(kind, f64x2.splat(slope), f64x2.splat(v)), 0);
}

// @ts-ignore: decorator
@inline
export function primitiveScalar(kind: i32, slope: f64, v: f64): f64 {
  return f64x2.extract_lane(primitiveLanes(kind, f64x2.splat(slope), f64x2.splat(v)), 0);
}

// @ts-ignore: decorator
@inline
function lanesOf(kind: i32, what: i32, slope: v128, x: v128): v128 {
  if (what == PART.value) return activationLanes(kind, slope, x);
  if (what == PART.derivative) return derivativeLanes(kind, slope, x);
  if (what == PART.secondDerivative) return secondLanes(kind, slope, x);
  if (what == PART.inverse) return inverseLanes(kind, slope, x);
  return primitiveLanes(kind, slope, x);
}

// @ts-ignore: decorator
@inline
function map(kind: i32, what: i32, slope: f64, inPtr: usize, outPtr: usize, count: i32): void {
  const s = f64x2.splat(slope);
  for (let i = 0; i < count; i += 2) {
    // one body for pairs and a last single entry, since the code of g is long: what lies beyond is read, not written
    const y = lanesOf(kind, what, s, v128.load(at64(inPtr, i)));
    if (i + 1 < count) v128.store(at64(outPtr, i), y);
    else v128.store64_lane(at64(outPtr, i), y, 0);
  }
}

// One function for each, so that what the loops inline has constant kinds.

export function activationMap(kind: i32, slope: f64, inPtr: usize, outPtr: usize, count: i32): void {
  if (kind == ACTIVATION.tanh) map(ACTIVATION.tanh, PART.value, slope, inPtr, outPtr, count);
  else if (kind == ACTIVATION.logistic) map(ACTIVATION.logistic, PART.value, slope, inPtr, outPtr, count);
  else map(ACTIVATION.arctan, PART.value, slope, inPtr, outPtr, count);
}

export function derivativeMap(kind: i32, slope: f64, inPtr: usize, outPtr: usize, count: i32): void {
  if (kind == ACTIVATION.tanh) map(ACTIVATION.tanh, PART.derivative, slope, inPtr, outPtr, count);
  else if (kind == ACTIVATION.logistic) map(ACTIVATION.logistic, PART.derivative, slope, inPtr, outPtr, count);
  else map(ACTIVATION.arctan, PART.derivative, slope, inPtr, outPtr, count);
}

export function inverseMap(kind: i32, slope: f64, inPtr: usize, outPtr: usize, count: i32): void {
  if (kind == ACTIVATION.tanh) map(ACTIVATION.tanh, PART.inverse, slope, inPtr, outPtr, count);
  else if (kind == ACTIVATION.logistic) map(ACTIVATION.logistic, PART.inverse, slope, inPtr, outPtr, count);
  else map(ACTIVATION.arctan, PART.inverse, slope, inPtr, outPtr, count);
}

export function secondMap(kind: i32, slope: f64, inPtr: usize, outPtr: usize, count: i32): void {
  if (kind == ACTIVATION.tanh) map(ACTIVATION.tanh, PART.secondDerivative, slope, inPtr, outPtr, count);
  else if (kind == ACTIVATION.logistic) map(ACTIVATION.logistic, PART.secondDerivative, slope, inPtr, outPtr, count);
  else map(ACTIVATION.arctan, PART.secondDerivative, slope, inPtr, outPtr, count);
}

function primitiveMap(kind: i32, slope: f64, inPtr: usize, outPtr: usize, count: i32): void {
  if (kind == ACTIVATION.tanh) map(ACTIVATION.tanh, PART.primitive, slope, inPtr, outPtr, count);
  else if (kind == ACTIVATION.logistic) map(ACTIVATION.logistic, PART.primitive, slope, inPtr, outPtr, count);
  else map(ACTIVATION.arctan, PART.primitive, slope, inPtr, outPtr, count);
}

/**
 * Applies one of g, g′, g″, g⁻¹, ∫g⁻¹ to every entry.
 *
 * @param inPtr   f64[count], aligned to 16: an odd last entry is read with its neighbor
 * @param outPtr  f64[count]; may be the same as inPtr
 * @param slope   > 0: gain, or 1/width
 */
export function activate(kind: i32, what: i32, slope: f64, inPtr: usize, outPtr: usize, count: i32): void {
  if (what == PART.value) activationMap(kind, slope, inPtr, outPtr, count);
  else if (what == PART.derivative) derivativeMap(kind, slope, inPtr, outPtr, count);
  else if (what == PART.secondDerivative) secondMap(kind, slope, inPtr, outPtr, count);
  else if (what == PART.inverse) inverseMap(kind, slope, inPtr, outPtr, count);
  else primitiveMap(kind, slope, inPtr, outPtr, count);
}

/**
 * Applies an elementary function to every entry: 0 exp, 1 ln, 2 ln(1 + x), 3 tanh, 4 atan.
 *
 * @param inPtr   f64[count]
 * @param outPtr  f64[count]; may be the same as inPtr
 */
export function elementary(what: i32, inPtr: usize, outPtr: usize, count: i32): void {
  for (let i = 0; i < count; i += 2) {
    const pair = i + 1 < count;
    const x = pair ? v128.load(at64(inPtr, i)) : v128.load64_zero(at64(inPtr, i));
    let y: v128;
    if (what == 0) y = expLanes(x);
    else if (what == 1) y = logLanes(x);
    else if (what == 2) y = log1pLanes(x);
    else if (what == 3) y = tanhLanes(x);
    else y = atanLanes(x);
    if (pair) v128.store(at64(outPtr, i), y);
    else v128.store64_lane(at64(outPtr, i), y, 0);
  }
}
