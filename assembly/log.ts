// Natural logarithm from +, −, ×, ÷ and the exponent's bits alone, the same bits everywhere: twin of src/numeric/log.ts, after
// fdlibm's e_log.c (Sun Microsystems, 1993); error below 1 ulp.

const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;

/** @param x  finite, > 0, not subnormal. */
export function log(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let high = <i32>(bits >> 32);
  let k = (high >> 20) - 1023;
  high &= 0x000fffff;
  // mantissa into [√2/2, √2)
  const shift = (high + 0x95f64) & 0x100000;
  k += shift >> 20;
  const mantissa = ((<i64>(high | (shift ^ 0x3ff00000))) << 32) | (bits & 0xffffffff);
  const f = reinterpret<f64>(mantissa) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const square = 0.5 * f * f;
  return <f64>k * LN2_HIGH - (square - (s * (square + odd + even) + <f64>k * LN2_LOW) - f);
}
