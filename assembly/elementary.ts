// Elementary functions of f64 lanes by +, −, ×, ÷ and bit patterns alone, which IEEE 754 fixes: the same bits on every engine
// and in src/numeric/elementary.ts, step by step. A scalar is a lane of the same code.
//
//   expm1  x = k ln 2 + r, |r| ≤ ½ ln 2; e^r − 1 − r as r² times a polynomial of degree 9,
//          interpolated at Chebyshev's points to 3e-17; 2^k by the bits of a magic-number sum
//   log    mantissa in [√2/2, √2), fdlibm's e_log.c (Sun Microsystems, 1993)
//   atan   reduced to |r| ≤ tan(π/8) by −1/x and (x − 1)/(x + 1), then fdlibm's s_atan.c
//   sin, cos of πx on [0, ¼]: fdlibm's k_sin.c and k_cos.c
//
// Constants lie in memory, twice each: loading them is faster than v128.const in V8.

const TABLE: usize = memory.data<f64>(
  [
    // 0: 1.5·2⁵², log₂ e, ln 2 in two parts
    6755399441055744.0, 6755399441055744.0, 1.4426950408889634, 1.4426950408889634, 0.6931471803691238,
    0.6931471803691238, 1.9082149292705877e-10, 1.9082149292705877e-10,
    // 4: the polynomial of (e^r − 1 − r)/r²
    0.5000000000000001, 0.5000000000000001, 0.16666666666666669, 0.16666666666666669, 0.04166666666662413,
    0.04166666666662413, 0.008333333333330062, 0.008333333333330062, 0.0013888888917213717, 0.0013888888917213717,
    0.00019841269863053618, 0.00019841269863053618, 0.000024801521295954376, 0.000024801521295954376,
    0.0000027557268459997064, 0.0000027557268459997064, 2.7620088445409746e-7, 2.7620088445409746e-7,
    2.510038549551032e-8, 2.510038549551032e-8,
    // 14: Lg1 … Lg7
    0.6666666666666735, 0.6666666666666735, 0.3999999999940942, 0.3999999999940942, 0.2857142874366239,
    0.2857142874366239, 0.22222198432149784, 0.22222198432149784, 0.1818357216161805, 0.1818357216161805,
    0.15313837699209373, 0.15313837699209373, 0.14798198605116586, 0.14798198605116586,
    // 21: aT0 … aT10
    0.3333333333333293, 0.3333333333333293, -0.19999999999876483, -0.19999999999876483, 0.14285714272503466,
    0.14285714272503466, -0.11111110405462356, -0.11111110405462356, 0.09090887133436507, 0.09090887133436507,
    -0.0769187620504483, -0.0769187620504483, 0.06661073137387531, 0.06661073137387531, -0.058335701337905735,
    -0.058335701337905735, 0.049768779946159324, 0.049768779946159324, -0.036531572744216916, -0.036531572744216916,
    0.016285820115365782, 0.016285820115365782,
    // 32: tan(π/8), tan(3π/8)
    0.4142135623730951, 0.4142135623730951, 2.414213562373095, 2.414213562373095,
    // 34: S1 … S6
    -0.16666666666666632, -0.16666666666666632, 0.00833333333332249, 0.00833333333332249, -0.0001984126982985795,
    -0.0001984126982985795, 0.0000027557313707070068, 0.0000027557313707070068, -2.5050760253406863e-8,
    -2.5050760253406863e-8, 1.58969099521155e-10, 1.58969099521155e-10,
    // 40: C1 … C6
    0.0416666666666666, 0.0416666666666666, -0.001388888888887411, -0.001388888888887411, 0.00002480158728947673,
    0.00002480158728947673, -2.7557314351390663e-7, -2.7557314351390663e-7, 2.087572321298175e-9, 2.087572321298175e-9,
    -1.1359647557788195e-11, -1.1359647557788195e-11,
    // 46: 1, 2, ½
    1.0, 1.0, 2.0, 2.0, 0.5, 0.5,
  ],
  16,
);

// @ts-ignore: decorator
@inline
function constant(k: i32): v128 {
  return v128.load(TABLE + ((<usize>k) << 4));
}

// @ts-ignore: decorator
@inline
const MAGIC: i32 = 0;
// @ts-ignore: decorator
@inline
const LOG2E: i32 = 1;
// @ts-ignore: decorator
@inline
const LN2_HIGH: i32 = 2;
// @ts-ignore: decorator
@inline
const LN2_LOW: i32 = 3;
// @ts-ignore: decorator
@inline
const EXPM1: i32 = 4;
// @ts-ignore: decorator
@inline
const LG: i32 = 14;
// @ts-ignore: decorator
@inline
const AT: i32 = 21;
// @ts-ignore: decorator
@inline
const TAN_1: i32 = 32;
// @ts-ignore: decorator
@inline
const TAN_3: i32 = 33;
// @ts-ignore: decorator
@inline
const SIN: i32 = 34;
// @ts-ignore: decorator
@inline
const COS: i32 = 40;

// @ts-ignore: decorator
@inline
export function one(): v128 {
  return constant(46);
}

// @ts-ignore: decorator
@inline
export function two(): v128 {
  return constant(47);
}

// @ts-ignore: decorator
@inline
export function half(): v128 {
  return constant(48);
}

// @ts-ignore: decorator
@inline
function mulAdd(a: v128, b: v128, k: i32): v128 {
  return f64x2.add(f64x2.mul(a, b), constant(k));
}

/** e^r − 1 for |r| ≤ ½ ln 2. */
// @ts-ignore: decorator
@inline
function expm1Reduced(r: v128): v128 {
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  // by pairs: half as long a chain of operations that wait for each other as one after another
  const p01 = f64x2.add(f64x2.mul(constant(EXPM1 + 1), r), constant(EXPM1));
  const p23 = f64x2.add(f64x2.mul(constant(EXPM1 + 3), r), constant(EXPM1 + 2));
  const p45 = f64x2.add(f64x2.mul(constant(EXPM1 + 5), r), constant(EXPM1 + 4));
  const p67 = f64x2.add(f64x2.mul(constant(EXPM1 + 7), r), constant(EXPM1 + 6));
  const p89 = f64x2.add(f64x2.mul(constant(EXPM1 + 9), r), constant(EXPM1 + 8));
  const low = f64x2.add(p01, f64x2.mul(r2, p23));
  const high = f64x2.add(f64x2.add(p45, f64x2.mul(r2, p67)), f64x2.mul(r4, p89));
  return f64x2.add(r, f64x2.mul(r2, f64x2.add(low, f64x2.mul(r4, high))));
}

/** e^y − 1 for 0 ≤ y ≤ 709; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function expm1Positive(y: v128): v128 {
  const magic = constant(MAGIC);
  const t = f64x2.add(f64x2.mul(y, constant(LOG2E)), magic);
  const k = f64x2.sub(t, magic);
  const r = f64x2.sub(f64x2.sub(y, f64x2.mul(k, constant(LN2_HIGH))), f64x2.mul(k, constant(LN2_LOW)));
  const scale = i64x2.add(i64x2.shl(t, 52), one()); // 2^k: the bits of 1 have exponent 1023
  return f64x2.add(f64x2.mul(scale, expm1Reduced(r)), f64x2.sub(scale, one()));
}

/** e^x: +Infinity from 709.79 on, subnormal below −708.4, 0 below −745.2. */
// @ts-ignore: decorator
@inline
export function expLanes(x: v128): v128 {
  const magic = constant(MAGIC);
  const y = f64x2.pmax(f64x2.pmin(x, f64x2.splat(710)), f64x2.splat(-746)); // in this order NaN stays NaN
  const t = f64x2.add(f64x2.mul(y, constant(LOG2E)), magic);
  const k = f64x2.sub(t, magic);
  const r = f64x2.sub(f64x2.sub(y, f64x2.mul(k, constant(LN2_HIGH))), f64x2.mul(k, constant(LN2_LOW)));
  // 2^k in two factors, since k reaches beyond the exponents of normal numbers
  const t1 = f64x2.add(f64x2.mul(k, half()), magic);
  const t2 = f64x2.add(f64x2.sub(k, f64x2.sub(t1, magic)), magic);
  const scale1 = i64x2.add(i64x2.shl(t1, 52), one());
  const scale2 = i64x2.add(i64x2.shl(t2, 52), one());
  return f64x2.mul(f64x2.mul(f64x2.add(expm1Reduced(r), one()), scale1), scale2);
}

/** ln x: −Infinity at 0, NaN below. Not inlined: there are many callers, and none as hot as g and g′. */
export function logLanes(x: v128): v128 {
  const subnormal = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308));
  const y = v128.bitselect(f64x2.mul(x, f64x2.splat(18014398509481984)), x, subnormal); // · 2⁵⁴
  // as an integer, y / (√2/2) has the exponent that leaves a mantissa in [√2/2, √2)
  const shifted = i64x2.sub(y, i64x2.splat(0x3fe6a09e00000000));
  const mantissa = i64x2.add(v128.and(shifted, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3fe6a09e00000000));
  const exponent = i64x2.shr_s(shifted, 52);
  let k = f64x2.sub(i64x2.add(exponent, constant(MAGIC)), constant(MAGIC));
  k = f64x2.sub(k, v128.and(f64x2.splat(54), subnormal));
  const f = f64x2.sub(mantissa, one());
  const s = f64x2.div(f, f64x2.add(two(), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const odd = f64x2.mul(w, mulAdd(w, mulAdd(w, constant(LG + 5), LG + 3), LG + 1));
  const even = f64x2.mul(z, mulAdd(w, mulAdd(w, mulAdd(w, constant(LG + 6), LG + 4), LG + 2), LG));
  const square = f64x2.mul(f64x2.mul(half(), f), f);
  const low = f64x2.mul(k, constant(LN2_LOW));
  const rest = f64x2.add(f64x2.mul(s, f64x2.add(f64x2.add(square, odd), even)), low);
  const value = f64x2.sub(f64x2.mul(k, constant(LN2_HIGH)), f64x2.sub(f64x2.sub(square, rest), f));
  // x itself where it is +Infinity or NaN, −Infinity at 0, NaN below 0
  const special = v128.not(f64x2.lt(x, f64x2.splat(Infinity)));
  const zero = f64x2.eq(x, f64x2.splat(0));
  const negative = f64x2.lt(x, f64x2.splat(0));
  let out = v128.bitselect(x, value, special);
  out = v128.bitselect(f64x2.splat(-Infinity), out, zero);
  return v128.bitselect(f64x2.splat(NaN), out, negative);
}

/** ln(1 + x): −Infinity at −1, NaN below. */
// @ts-ignore: decorator
@inline
export function log1pLanes(x: v128): v128 {
  const u = f64x2.add(x, one());
  // what rounding 1 + x lost, to first order; nothing where x is beyond 2⁵³ or u is 0
  const lost = f64x2.div(f64x2.sub(x, f64x2.sub(u, one())), u);
  const valid = v128.and(f64x2.lt(x, f64x2.splat(9007199254740992)), f64x2.gt(u, f64x2.splat(0)));
  return f64x2.add(logLanes(u), v128.and(lost, valid));
}

/** tanh x, ±1 from |x| = 22 on. */
// @ts-ignore: decorator
@inline
export function tanhLanes(x: v128): v128 {
  const y = f64x2.pmin(f64x2.abs(f64x2.add(x, x)), f64x2.splat(44)); // in this order NaN stays NaN
  const e = expm1Positive(y);
  return v128.bitselect(x, f64x2.div(e, f64x2.add(e, two())), f64x2.splat(-0.0));
}

/** 0 where |x| ≤ tan(π/8), 1 up to tan(3π/8), 2 beyond: quarters of π/2 that `atanRest` leaves out. As f64. */
// @ts-ignore: decorator
@inline
export function atanQuarters(x: v128): v128 {
  const a = f64x2.abs(x);
  return f64x2.add(v128.and(f64x2.gt(a, constant(TAN_1)), one()), v128.and(f64x2.gt(a, constant(TAN_3)), one()));
}

/** atan|x| − quarters · π/4, in [−π/8, π/8]. */
// @ts-ignore: decorator
@inline
export function atanRest(x: v128): v128 {
  const a = f64x2.abs(x);
  const middle = f64x2.gt(a, constant(TAN_1));
  const large = f64x2.gt(a, constant(TAN_3));
  const above = v128.bitselect(f64x2.splat(-1), f64x2.sub(a, one()), large);
  const below = v128.bitselect(a, f64x2.add(a, one()), large);
  const r = f64x2.div(v128.bitselect(above, a, middle), v128.bitselect(below, one(), middle));
  const z = f64x2.mul(r, r);
  const z2 = f64x2.mul(z, z);
  const z4 = f64x2.mul(z2, z2);
  const p01 = mulAdd(constant(AT + 1), z, AT);
  const p23 = mulAdd(constant(AT + 3), z, AT + 2);
  const p45 = mulAdd(constant(AT + 5), z, AT + 4);
  const p67 = mulAdd(constant(AT + 7), z, AT + 6);
  const p8a = f64x2.add(mulAdd(constant(AT + 9), z, AT + 8), f64x2.mul(z2, constant(AT + 10)));
  const low = f64x2.add(p01, f64x2.mul(z2, p23));
  const high = f64x2.add(f64x2.add(p45, f64x2.mul(z2, p67)), f64x2.mul(z4, p8a));
  const p = f64x2.add(low, f64x2.mul(z4, high));
  return f64x2.sub(r, f64x2.mul(f64x2.mul(r, z), p));
}

/** atan x. */
// @ts-ignore: decorator
@inline
export function atanLanes(x: v128): v128 {
  const quarters = atanQuarters(x);
  const high = f64x2.mul(quarters, f64x2.splat(0.7853981633974483)); // exact
  const low = f64x2.mul(quarters, f64x2.splat(3.061616997868383e-17));
  const value = f64x2.add(high, f64x2.add(atanRest(x), low));
  return v128.bitselect(x, value, f64x2.splat(-0.0));
}

/** sin y for 0 ≤ y ≤ π/4. */
// @ts-ignore: decorator
@inline
export function sinReduced(y: v128): v128 {
  const z = f64x2.mul(y, y);
  let p = mulAdd(constant(SIN + 5), z, SIN + 4);
  p = mulAdd(p, z, SIN + 3);
  p = mulAdd(p, z, SIN + 2);
  p = mulAdd(p, z, SIN + 1);
  p = mulAdd(p, z, SIN);
  return f64x2.add(y, f64x2.mul(f64x2.mul(y, z), p));
}

/** cos y − 1 for 0 ≤ y ≤ π/4. */
// @ts-ignore: decorator
@inline
export function cosm1Reduced(y: v128): v128 {
  const z = f64x2.mul(y, y);
  let p = mulAdd(constant(COS + 5), z, COS + 4);
  p = mulAdd(p, z, COS + 3);
  p = mulAdd(p, z, COS + 2);
  p = mulAdd(p, z, COS + 1);
  p = mulAdd(p, z, COS);
  return f64x2.sub(f64x2.mul(f64x2.mul(z, z), p), f64x2.mul(half(), z));
}

// @ts-ignore: decorator
@inline
export function exp(x: f64): f64 {
  return f64x2.extract_lane(expLanes(f64x2.splat(x)), 0);
}

// @ts-ignore: decorator
@inline
export function log(x: f64): f64 {
  return f64x2.extract_lane(logLanes(f64x2.splat(x)), 0);
}

// @ts-ignore: decorator
@inline
export function tanh(x: f64): f64 {
  return f64x2.extract_lane(tanhLanes(f64x2.splat(x)), 0);
}

// @ts-ignore: decorator
@inline
export function atan(x: f64): f64 {
  return f64x2.extract_lane(atanLanes(f64x2.splat(x)), 0);
}
