// What a growing network makes of the patterns it stores: S_i ← sgn(h_i), sgn(0) = +1, one neuron after another or all at once, from
// the pattern itself. Its aligned fields are known, so that the first sweep sums nothing: a pattern whose fields are all in line is
// a fixed point at once, and elsewhere only neurons that flip tell the ones that read them, a row of `outgoing` each.
//
//   fields  i32[LANES × stride]  h_i of LANES patterns
//   states  i32[LANES × stride]  S_i, ±1; 0 beyond the neurons, as fields are

// patterns taken up together: a line of the cache of each neuron's fields
import { STORED_LANES as LANES } from "../src/backend/wasm/sizes";
import { at16, at32 } from "./address";
import { alignedOf, Growing, rowAt } from "./growing";

/** Takes up patterns `first` … `first + 15` of those stored, `first` a multiple of 16. */
export function loadStored(ptr: usize, fieldsPtr: usize, statesPtr: usize, first: i32): void {
  const g = changetype<Growing>(ptr);
  const stride = g.stride;
  for (let lane = 0; lane < LANES; lane += 4) {
    for (let i = 0; i < stride; i += 4) {
      const x0 = v128.load(at32(alignedOf(g, i), first + lane));
      const x1 = v128.load(at32(alignedOf(g, i + 1), first + lane));
      const x2 = v128.load(at32(alignedOf(g, i + 2), first + lane));
      const x3 = v128.load(at32(alignedOf(g, i + 3), first + lane));
      const low01 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
      const low23 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
      const high01 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
      const high23 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
      v128.store(at32(fieldsPtr, lane * stride + i), v128.shuffle<i64>(low01, low23, 0, 2));
      v128.store(at32(fieldsPtr, (lane + 1) * stride + i), v128.shuffle<i64>(low01, low23, 1, 3));
      v128.store(at32(fieldsPtr, (lane + 2) * stride + i), v128.shuffle<i64>(high01, high23, 0, 2));
      v128.store(at32(fieldsPtr, (lane + 3) * stride + i), v128.shuffle<i64>(high01, high23, 1, 3));
    }
  }
  const lanes = min(LANES, g.P - first);
  for (let lane = 0; lane < lanes; lane++) {
    const row = g.xi + <usize>(first + lane) * <usize>stride;
    for (let i = 0; i < stride; i += 8) {
      const s = i16x8.extend_low_i8x16_s(v128.load64_zero(row + i));
      const low = i32x4.extend_low_i16x8_s(s);
      const high = i32x4.extend_high_i16x8_s(s);
      const field = at32(fieldsPtr, lane * stride + i);
      const state = at32(statesPtr, lane * stride + i);
      v128.store(state, low, 0);
      v128.store(state, high, 16);
      v128.store(field, i32x4.mul(v128.load(field, 0), low), 0);
      v128.store(field, i32x4.mul(v128.load(field, 16), high), 16);
    }
  }
}

/**
 * Makes at most `sweeps` sweeps of one state.
 *
 * @param fieldsPtr  i32[stride], of the present state; so again on return
 * @param statePtr   i32[stride]
 * @returns          1 when a sweep found nothing to change, else 0
 */
export function settleStored(ptr: usize, fieldsPtr: usize, statePtr: usize, sweeps: i32): i32 {
  const g = changetype<Growing>(ptr);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let changed = false;
    for (let at = 0; at < g.stride; at += 16) {
      let wrong = outOfLine(at32(fieldsPtr, at), at32(statePtr, at));
      while (wrong) {
        const lane = <i32>ctz<u32>(wrong);
        flip(g, fieldsPtr, statePtr, at + lane);
        changed = true;
        // those whose turn has not come yet
        wrong = outOfLine(at32(fieldsPtr, at), at32(statePtr, at)) & ((<u32>-2) << lane);
      }
    }
    if (!changed) return 1;
  }
  return 0;
}

/**
 * Makes at most `sweeps` updates of all neurons of one state at once. What a step turns over stands in `list`, behind it what the step
 * before did: where they are the same the state is what it was two steps ago.
 *
 * @param fieldsPtr  i32[stride], of the present state; so again on return
 * @param statePtr   i32[stride]
 * @param begins     1 for the first updates of a state
 * @returns          1 when a step found nothing to change or closed a cycle of two, else 0
 */
export function settleStoredAtOnce(ptr: usize, fieldsPtr: usize, statePtr: usize, sweeps: i32, begins: i32): i32 {
  const g = changetype<Growing>(ptr);
  const before = at32(g.list, g.N);
  const countPtr = at32(g.list, 2 * g.N);
  if (begins) store<i32>(countPtr, 0);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let count = 0;
    for (let at = 0; at < g.stride; at += 16) {
      let wrong = outOfLine(at32(fieldsPtr, at), at32(statePtr, at));
      for (; wrong; wrong &= wrong - 1) store<i32>(at32(g.list, count++), at + <i32>ctz<u32>(wrong));
    }
    if (!count) return 1;
    for (let n = 0; n < count; n++) flip(g, fieldsPtr, statePtr, load<i32>(at32(g.list, n)));
    const closes = count == load<i32>(countPtr) && !memory.compare(g.list, before, (<usize>count) << 2);
    if (closes) return 1;
    store<i32>(countPtr, count);
    memory.copy(before, g.list, (<usize>count) << 2);
  }
  return 0;
}

/** Σ_i ξ_i^ν S_i */
export function storedAgreement(ptr: usize, statePtr: usize, nu: i32): i32 {
  const g = changetype<Growing>(ptr);
  const row = g.xi + <usize>nu * <usize>g.stride;
  let sum = 0;
  for (let i = 0; i < g.N; i++) sum += <i32>load<i8>(row + i) * load<i32>(at32(statePtr, i));
  return sum;
}

/** Which of 16 neurons have another sign than their field: a bit each. */
// @ts-ignore: decorator
@inline
function outOfLine(fieldPtr: usize, statePtr: usize): u32 {
  const x0 = v128.xor(v128.load(fieldPtr, 0), v128.load(statePtr, 0));
  const x1 = v128.xor(v128.load(fieldPtr, 16), v128.load(statePtr, 16));
  const x2 = v128.xor(v128.load(fieldPtr, 32), v128.load(statePtr, 32));
  const x3 = v128.xor(v128.load(fieldPtr, 48), v128.load(statePtr, 48));
  if (!i32x4.bitmask(v128.or(v128.or(x0, x1), v128.or(x2, x3)))) return 0;
  return <u32>(i32x4.bitmask(x0) | (i32x4.bitmask(x1) << 4) | (i32x4.bitmask(x2) << 8) | (i32x4.bitmask(x3) << 12));
}

/** Turns neuron i over and tells those that read it. */
// @ts-ignore: decorator
@inline
function flip(g: Growing, fieldsPtr: usize, statePtr: usize, i: i32): void {
  const next = -load<i32>(at32(statePtr, i));
  store<i32>(at32(statePtr, i), next);
  const twice = i16x8.splat(<i16>(2 * next));
  let row = rowAt(g.outgoing, i, g.stride);
  let field = fieldsPtr;
  for (const end = at16(row, g.stride); row < end; row += 16, field += 32) {
    const w = v128.load(row);
    v128.store(field, i32x4.add(v128.load(field, 0), i32x4.extmul_low_i16x8_s(w, twice)), 0);
    v128.store(field, i32x4.add(v128.load(field, 16), i32x4.extmul_high_i16x8_s(w, twice)), 16);
  }
}
