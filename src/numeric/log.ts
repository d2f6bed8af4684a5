/**
 * Natural logarithm with the same bits on every engine: only +, −, ×, ÷ and the exponent's bits, which IEEE 754 fixes,
 * where Math.log may differ in the last place. After fdlibm's e_log.c (Sun Microsystems, 1993); error below 1 ulp.
 *
 * @param x  finite, > 0, not subnormal.
 */
export function log(x: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  let high = bits.getInt32(0);
  let k = (high >> 20) - 1023;
  high &= 0x000fffff;
  // mantissa into [√2/2, √2)
  const shift = (high + 0x95f64) & 0x100000;
  bits.setInt32(0, high | (shift ^ 0x3ff00000));
  k += shift >> 20;
  const f = bits.getFloat64(0) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const square = 0.5 * f * f;
  return k * LN2_HIGH - (square - (s * (square + odd + even) + k * LN2_LOW) - f);
}

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
