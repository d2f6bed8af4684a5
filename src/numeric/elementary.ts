/** Elementary functions in plain JavaScript, twin of assembly/elementary.ts: the same steps, the same bits on every engine. */

const MAGIC = 6755399441055744; // 1.5·2⁵²: adding it rounds to an integer
const { LOG2E } = Math;
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const TAN_1 = 0.4142135623730951; // tan(π/8)
const TAN_3 = 2.414213562373095; // tan(3π/8)

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
/** Index of a double's upper word, where sign and exponent are. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;

/** 2^k for a k whose power is a normal number. */
function power(k: number): number {
  words[HIGH] = (k + 1023) << 20;
  words[LOW] = 0;
  return float[0];
}

/** e^r − 1 for |r| ≤ ½ ln 2. */
function expm1Reduced(r: number): number {
  const r2 = r * r;
  const r4 = r2 * r2;
  const p01 = 0.16666666666666669 * r + 0.5000000000000001;
  const p23 = 0.008333333333330062 * r + 0.04166666666662413;
  const p45 = 0.00019841269863053618 * r + 0.0013888888917213717;
  const p67 = 0.0000027557268459997064 * r + 0.000024801521295954376;
  const p89 = 2.510038549551032e-8 * r + 2.7620088445409746e-7;
  const low = p01 + r2 * p23;
  const high = p45 + r2 * p67 + r4 * p89;
  return r + r2 * (low + r4 * high);
}

/** e^y − 1 for 0 ≤ y ≤ 709; NaN stays NaN. */
export function expm1Positive(y: number): number {
  const k = y * LOG2E + MAGIC - MAGIC;
  const scale = power(k);
  return scale * expm1Reduced(y - k * LN2_HIGH - k * LN2_LOW) + (scale - 1);
}

/** e^x: +Infinity from 709.79 on, subnormal below −708.4, 0 below −745.2. */
export function exp(x: number): number {
  const y = Math.max(Math.min(x, 710), -746);
  const k = y * LOG2E + MAGIC - MAGIC;
  const r = y - k * LN2_HIGH - k * LN2_LOW;
  const first = k * 0.5 + MAGIC - MAGIC;
  return (expm1Reduced(r) + 1) * power(first) * power(k - first);
}

/** ln x: −Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return x === 0 ? Number.NEGATIVE_INFINITY : x < 0 ? Number.NaN : x;
  const subnormal = x < 2.2250738585072014e-308;
  float[0] = subnormal ? x * 18014398509481984 : x;
  const shifted = words[HIGH] - 0x3fe6a09e;
  words[HIGH] = (shifted & 0x000fffff) + 0x3fe6a09e;
  const k = (shifted >> 20) - (subnormal ? 54 : 0);
  const f = float[0] - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (w * (w * 0.15313837699209373 + 0.22222198432149784) + 0.3999999999940942);
  const even = z * (w * (w * (w * 0.14798198605116586 + 0.1818357216161805) + 0.2857142874366239) + 0.6666666666666735);
  const square = 0.5 * f * f;
  return k * LN2_HIGH - (square - (s * (square + odd + even) + k * LN2_LOW) - f);
}

/** ln(1 + x): −Infinity at −1, NaN below. */
export function log1p(x: number): number {
  const u = x + 1;
  return log(u) + (x < 9007199254740992 && u > 0 ? (x - (u - 1)) / u : 0);
}

/** tanh x, ±1 from |x| = 22 on. */
export function tanh(x: number): number {
  const a = Math.abs(x + x);
  const e = expm1Positive(Math.min(a, 44));
  const t = e / (e + 2);
  return negative(x) ? -t : t;
}

/** 0 where |x| ≤ tan(π/8), 1 up to tan(3π/8), 2 beyond: quarters of π/2 that `atanRest` leaves out. */
export function atanQuarters(x: number): number {
  const a = Math.abs(x);
  return (a > TAN_1 ? 1 : 0) + (a > TAN_3 ? 1 : 0);
}

/** atan|x| − quarters · π/4, in [−π/8, π/8]. */
export function atanRest(x: number): number {
  const a = Math.abs(x);
  const r = a > TAN_3 ? -1 / a : a > TAN_1 ? (a - 1) / (a + 1) : a;
  const z = r * r;
  const z2 = z * z;
  const z4 = z2 * z2;
  const p01 = -0.19999999999876483 * z + 0.3333333333333293;
  const p23 = -0.11111110405462356 * z + 0.14285714272503466;
  const p45 = -0.0769187620504483 * z + 0.09090887133436507;
  const p67 = -0.058335701337905735 * z + 0.06661073137387531;
  const p8a = -0.036531572744216916 * z + 0.049768779946159324 + z2 * 0.016285820115365782;
  const low = p01 + z2 * p23;
  const high = p45 + z2 * p67 + z4 * p8a;
  const p = low + z4 * high;
  return r - r * z * p;
}

/** The arc tangent of x, in radians. */
export function atan(x: number): number {
  const quarters = atanQuarters(x);
  const value = quarters * 0.7853981633974483 + (atanRest(x) + quarters * 3.061616997868383e-17);
  return negative(x) ? -value : value;
}

/** The sine of an angle in radians, 0 ≤ y ≤ π/4. */
export function sinReduced(y: number): number {
  const z = y * y;
  let p = 1.58969099521155e-10 * z + -2.5050760253406863e-8;
  p = p * z + 0.0000027557313707070068;
  p = p * z + -0.0001984126982985795;
  p = p * z + 0.00833333333332249;
  p = p * z + -0.16666666666666632;
  return y + y * z * p;
}

/** cos y − 1 for 0 ≤ y ≤ π/4. */
export function cosm1Reduced(y: number): number {
  const z = y * y;
  let p = -1.1359647557788195e-11 * z + 2.087572321298175e-9;
  p = p * z + -2.7557314351390663e-7;
  p = p * z + 0.00002480158728947673;
  p = p * z + -0.001388888888887411;
  p = p * z + 0.0416666666666666;
  return z * z * p - 0.5 * z;
}

/** By the sign's bit: true for −0. */
function negative(x: number): boolean {
  return x < 0 || Object.is(x, -0);
}
