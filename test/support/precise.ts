/** Exponentials to 60 digits in integers, as a judge over rounding: fixed point with 200 bits behind the point. */
const BITS = 200n;
const ONE = 1n << BITS;

/** A double as fixed point, exact while |x| ≥ 2⁻¹⁴⁷ or so. */
function fixed(x: number): bigint {
  const exponent = Math.max(-1074, Math.floor(Math.log2(Math.abs(x) || 1)) - 52);
  const mantissa = BigInt(x / 2 ** exponent);
  const shift = BITS + BigInt(exponent);
  return shift >= 0n ? mantissa << shift : mantissa >> -shift;
}

/** e^x, x fixed: Taylor's series of x/2⁸, then eight squarings. */
function exp(x: bigint): bigint {
  const small = x >> 8n;
  let sum = ONE;
  let term = ONE;
  for (let n = 1n; term !== 0n && n < 80n; n++) {
    term = (term * small) / (n * ONE);
    sum += term;
  }
  for (let k = 0; k < 8; k++) sum = (sum * sum) >> BITS;
  return sum;
}

/** How far `found` is from tanh x, |x| < 20, in units in the last place. */
export function tanhError(x: number, found: number): number {
  const e = exp(2n * fixed(x));
  const tanh = ((e - ONE) << BITS) / (e + ONE);
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(found))) - 52);
  return Math.abs(Number(tanh - fixed(found)) / 2 ** Number(BITS)) / unit;
}
