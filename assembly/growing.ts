// A network whose connections come and go, with the aligned fields of the patterns it stores kept up to date, so that nothing
// has to be summed anew after a change:
//
//   a_i^ν = ξ_i^ν h_i^ν = Σ_{j∈S_i} d_ij^ν,   d_ij^ν = ξ_i^ν ξ_j^ν M_ij        c_i (1 + A_i^ν), an integer below 2³¹
//
// A connection that comes or goes adds or takes away one d: a pass over the patterns. Learning changes M, and everything is
// summed once more.

import { at16, at32 } from "./address";

/** The host makes it, and writes every field by its name; all arrays are the caller's. Rows of `signs` and `aligned` exist for `stride` neurons. */
@unmanaged
export class Growing {
  N: i32;
  stride: i32; // of rows over neurons
  P: i32;
  width: i32; // of rows over patterns, a multiple of 16
  overlap: usize; // i16[N × stride]      M
  present: usize; // i16[N × stride]      −1 where j is an input of i, else 0
  outgoing: usize; // i16[N × stride]     row j: M_ij where i reads j, else 0
  counts: usize; // i32[N]                c_i
  sums: usize; // f64[2N]                 what the rule keeps of each neuron
  changes: usize; // i32[2]               additions and removals so far
  xi: usize; // i8[P × stride]            patterns, a row each
  signs: usize; // i8[stride × width]     ξ_i^ν, a neuron a row; 0 beyond the patterns
  aligned: usize; // i32[stride × width]  a_i^ν; FAR beyond the patterns
  weights: usize; // i16[stride]          scratch
  fields: usize; // i16[width]            scratch
  list: usize; // i32[2N + 1]             scratch
  stream: usize; // Stream                scratch
}

/** Field of a pattern that is not there: beyond every margin. */
export const FAR: i32 = 1 << 30;

// @ts-ignore: decorator
@inline
export function rowAt(matrixPtr: usize, i: i32, stride: i32): usize {
  return matrixPtr + ((<usize>i * <usize>stride) << 1);
}

// @ts-ignore: decorator
@inline
export function signsOf(g: Growing, i: i32): usize {
  return g.signs + <usize>i * <usize>g.width;
}

// @ts-ignore: decorator
@inline
export function alignedOf(g: Growing, i: i32): usize {
  return g.aligned + ((<usize>i * <usize>g.width) << 2);
}

/** Entries of a row over patterns that stand for some pattern, rounded up to a vector. */
// @ts-ignore: decorator
@inline
export function spanOf(g: Growing): i32 {
  return (g.P + 15) & ~15;
}

/** Makes k an input of i, or no input any more, and lets the fields follow. */
export function connect(g: Growing, i: i32, k: i32, isPresent: bool): void {
  const m = <i32>load<i16>(at16(rowAt(g.overlap, i, g.stride), k));
  store<i16>(at16(rowAt(g.present, i, g.stride), k), isPresent ? 0 : -1);
  store<i16>(at16(rowAt(g.outgoing, k, g.stride), i), isPresent ? 0 : m);
  let own = signsOf(g, i);
  let other = signsOf(g, k);
  let aligned = alignedOf(g, i);
  const weight = i16x8.splat(<i16>(isPresent ? -m : m));
  for (const end = own + spanOf(g); own < end; own += 16, other += 16, aligned += 64) {
    const x = v128.load(own);
    const y = v128.load(other);
    const low = i16x8.mul(i16x8.extmul_low_i8x16_s(x, y), weight);
    const high = i16x8.mul(i16x8.extmul_high_i8x16_s(x, y), weight);
    v128.store(aligned, i32x4.add(v128.load(aligned, 0), i32x4.extend_low_i16x8_s(low)), 0);
    v128.store(aligned, i32x4.add(v128.load(aligned, 16), i32x4.extend_high_i16x8_s(low)), 16);
    v128.store(aligned, i32x4.add(v128.load(aligned, 32), i32x4.extend_low_i16x8_s(high)), 32);
    v128.store(aligned, i32x4.add(v128.load(aligned, 48), i32x4.extend_high_i16x8_s(high)), 48);
  }
}

/** Turns patterns `first` … `first + count − 1` into columns of `signs`. */
export function storeSigns(ptr: usize, first: i32, count: i32): void {
  const g = changetype<Growing>(ptr);
  for (let nu = first; nu < first + count; nu++) {
    const row = g.xi + <usize>nu * <usize>g.stride;
    for (let i = 0; i < g.N; i++) store<i8>(signsOf(g, i) + nu, load<i8>(row + i));
  }
}

/** Sums the aligned fields of neurons `first` … `first + count − 1` anew, and who reads whom with what weight. */
export function growthFields(ptr: usize, first: i32, count: i32): void {
  const g = changetype<Growing>(ptr);
  const span = spanOf(g);
  for (let i = first; i < first + count; i++) {
    maskWeights(g, i);
    let c = 0;
    for (let j = 0; j < g.N; j++) {
      const w = load<i16>(at16(g.weights, j));
      store<i16>(at16(rowAt(g.outgoing, j, g.stride), i), w);
      // without a branch, which random connections would make costly
      store<i32>(at32(g.list, c), j);
      c += <i32>(w != 0);
    }
    for (let nu = 0; nu < span; nu += 16) {
      let a0 = i32x4.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      for (let s = 0; s < c; s++) {
        const j = load<i32>(at32(g.list, s));
        const weight = i16x8.splat(load<i16>(at16(g.weights, j)));
        const y = v128.load(signsOf(g, j) + nu);
        const low = i16x8.mul(i16x8.extend_low_i8x16_s(y), weight);
        const high = i16x8.mul(i16x8.extend_high_i8x16_s(y), weight);
        a0 = i32x4.add(a0, i32x4.extend_low_i16x8_s(low));
        a1 = i32x4.add(a1, i32x4.extend_high_i16x8_s(low));
        a2 = i32x4.add(a2, i32x4.extend_low_i16x8_s(high));
        a3 = i32x4.add(a3, i32x4.extend_high_i16x8_s(high));
      }
      const x = v128.load(signsOf(g, i) + nu);
      const low = i16x8.extend_low_i8x16_s(x);
      const high = i16x8.extend_high_i8x16_s(x);
      const out = at32(alignedOf(g, i), nu);
      v128.store(out, i32x4.mul(a0, i32x4.extend_low_i16x8_s(low)), 0);
      v128.store(out, i32x4.mul(a1, i32x4.extend_high_i16x8_s(low)), 16);
      v128.store(out, i32x4.mul(a2, i32x4.extend_low_i16x8_s(high)), 32);
      v128.store(out, i32x4.mul(a3, i32x4.extend_high_i16x8_s(high)), 48);
    }
    for (let nu = g.P; nu < span; nu++) store<i32>(at32(alignedOf(g, i), nu), FAR);
  }
}

/** weights = M_ij where j is an input of i, 0 elsewhere. */
function maskWeights(g: Growing, i: i32): void {
  const ownPtr = rowAt(g.overlap, i, g.stride);
  const maskPtr = rowAt(g.present, i, g.stride);
  for (let l = 0; l < g.stride; l += 8) {
    v128.store(at16(g.weights, l), v128.and(v128.load(at16(ownPtr, l)), v128.load(at16(maskPtr, l))));
  }
}
