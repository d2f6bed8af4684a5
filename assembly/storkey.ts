// The rule of Storkey (1997), pattern after pattern:
//
//   w_ij ← w_ij + (1/n) [ ξ_i ξ_j − ξ_i h_ji − h_ij ξ_j ],   h_ij = Σ_{k ≠ i, j} w_ik ξ_k
//
// With h_i = Σ_k w_ik ξ_k over all inputs, h_ij = h_i − w_ij ξ_j. Where every neuron reads every other one, w is symmetric and
// the change is that of an outer product, off the diagonal:
//
//   w ← (1 + 2/n) w + (1/n) (u ξᵀ + ξ uᵀ),   u = ξ/2 − h
//
// so that after p patterns w = (1/n) Σ_μ (1 + 2/n)^{p−μ} (u^μ ξ^μᵀ + ξ^μ u^μᵀ): the fields of the next pattern need the u and ξ
// before it alone, O(N p) instead of O(N²), and the weights are one product at the end.
//
// On other connectivity the weights are changed as they are, over existing connections alone.

import { at32, at64 } from "./address";
import { dot } from "./cholesky";

/**
 * u of pattern `nu` where all are connected.
 *
 * @param xPtr         f64[P × stride], ξ
 * @param uPtr         f64[P × stride], rows before nu given, row nu written
 * @param diagonalPtr  f64[stride]: (1/n) Σ_{μ < nu} g^{nu−1−μ} 2 u_i^μ ξ_i^μ, moved on to nu + 1; zero at first
 * @param fieldPtr     f64[stride], scratch
 * @param overlapsPtr  f64[P]: ξ^μ·ξ^nu
 * @param powersPtr    f64[P]: (1/n) g^k, g = 1 + 2/n
 * @param gain         g
 */
export function storkeyFields(
  xPtr: usize,
  uPtr: usize,
  diagonalPtr: usize,
  fieldPtr: usize,
  overlapsPtr: usize,
  powersPtr: usize,
  nu: i32,
  N: i32,
  stride: i32,
  gain: f64,
): void {
  const rowBytes = (<usize>stride) << 3;
  const x = xPtr + <usize>nu * rowBytes;
  const u = uPtr + <usize>nu * rowBytes;
  memory.fill(fieldPtr, 0, rowBytes);
  for (let mu = 0; mu < nu; mu++) {
    const xMu = xPtr + <usize>mu * rowBytes;
    const uMu = uPtr + <usize>mu * rowBytes;
    const power = load<f64>(at64(powersPtr, nu - 1 - mu));
    const ofU = f64x2.splat(power * load<f64>(at64(overlapsPtr, mu)));
    const ofX = f64x2.splat(power * dot(uMu, x, N));
    for (let i = 0; i < stride; i += 2) {
      const ptr = at64(fieldPtr, i);
      const sum = f64x2.add(f64x2.mul(ofU, v128.load(at64(uMu, i))), f64x2.mul(ofX, v128.load(at64(xMu, i))));
      v128.store(ptr, f64x2.add(v128.load(ptr), sum));
    }
  }
  const half = f64x2.splat(0.5);
  const twice = f64x2.splat(2 * load<f64>(powersPtr));
  const many = f64x2.splat(gain);
  for (let i = 0; i < stride; i += 2) {
    const own = v128.load(at64(x, i));
    const diagonal = v128.load(at64(diagonalPtr, i));
    const field = f64x2.sub(v128.load(at64(fieldPtr, i)), f64x2.mul(diagonal, own));
    const value = f64x2.sub(f64x2.mul(half, own), field);
    v128.store(at64(u, i), value);
    const next = f64x2.add(f64x2.mul(many, diagonal), f64x2.mul(twice, f64x2.mul(value, own)));
    v128.store(at64(diagonalPtr, i), next);
  }
}

/**
 * Local fields of one pattern over existing connections, for neurons `first` …: sums in the order of the inputs.
 *
 * @param weightsPtr  f64[connections]
 * @param statePtr    i8[N]
 * @param fieldsPtr   f64[N], written
 */
export function sparseFields(
  rowStartPtr: usize,
  inputsPtr: usize,
  weightsPtr: usize,
  statePtr: usize,
  fieldsPtr: usize,
  first: i32,
  count: i32,
): void {
  for (let i = first; i < first + count; i++) {
    const end = load<i32>(at32(rowStartPtr, i + 1));
    let sum: f64 = 0;
    for (let e = load<i32>(at32(rowStartPtr, i)); e < end; e++) {
      sum += load<f64>(at64(weightsPtr, e)) * <f64>load<i8>(statePtr + load<i32>(at32(inputsPtr, e)));
    }
    store<f64>(at64(fieldsPtr, i), sum);
  }
}

/**
 * One pattern learned by neurons `first` …, from the weights before it.
 *
 * @param reversePtr  i32[connections]: place of the connection i → j of each j → i, −1 where there is none
 * @param beforePtr   f64[connections]: weights before
 * @param weightsPtr  f64[connections], written
 * @param fieldsPtr   f64[N]: h before
 * @param ratesPtr    f64[N]: 1/n_i
 */
export function storkeyRows(
  rowStartPtr: usize,
  inputsPtr: usize,
  reversePtr: usize,
  beforePtr: usize,
  weightsPtr: usize,
  statePtr: usize,
  fieldsPtr: usize,
  ratesPtr: usize,
  first: i32,
  count: i32,
): void {
  for (let i = first; i < first + count; i++) {
    const end = load<i32>(at32(rowStartPtr, i + 1));
    const own = <f64>load<i8>(statePtr + i);
    const field = load<f64>(at64(fieldsPtr, i));
    const rate = load<f64>(at64(ratesPtr, i));
    for (let e = load<i32>(at32(rowStartPtr, i)); e < end; e++) {
      const j = load<i32>(at32(inputsPtr, e));
      const other = <f64>load<i8>(statePtr + j);
      const back = load<i32>(at32(reversePtr, e));
      const w = load<f64>(at64(beforePtr, e));
      const fromJ = load<f64>(at64(fieldsPtr, j)) - (back >= 0 ? load<f64>(at64(beforePtr, back)) * own : 0); // h_ji
      const fromI = field - w * other; // h_ij
      store<f64>(at64(weightsPtr, e), w + rate * (own * other - own * fromJ - fromI * other));
    }
  }
}
