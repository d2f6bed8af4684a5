// The annealing of EK22: Metropolis on swaps of a random present with a random absent connection.
//
// A proposal is accepted iff ΔE ≤ T·X with X exponentially distributed, which is exp(−ΔE/T) without an exp: X comes from a
// table of 4096 quantiles, the last one refined by drawing again beyond it.

import { at32 } from "./address";
import { addRows, Annealer, noteSwap, ownOf, rowOf, swapChange } from "./annealer";
import { Stream } from "./stream";

const TABLE_BITS: i32 = 12;
const TABLE_MASK: u32 = (1 << TABLE_BITS) - 1;
/** ln 4096: where the last quantile begins. */
const TAIL: f64 = 8.317766166719343;

/**
 * Runs `levels` temperatures of `steps` proposals each.
 *
 * @param temperature  of the first level, in units of c²E, ≥ 0
 * @param factor       ratio of successive temperatures
 * @returns            the temperature after the last level
 */
export function metropolis(ptr: usize, levels: i32, steps: i32, temperature: f64, factor: f64): f64 {
  const a = changetype<Annealer>(ptr);
  const stream = changetype<Stream>(a.stream);
  const members = a.members;
  const others = a.others;
  const c = <u64>a.c;
  const candidates = <u64>(a.N - 1 - a.c);
  if (candidates == 0) return temperature;
  if (!a.listed) listOthers(a);
  a.costsAt = -1;
  for (let level = 0; level < levels; level++) {
    for (let step = 0; step < steps; step++) {
      // One word chooses both: the fraction left by the first choice makes the second. Either choice is of a position,
      // and a swap exchanges what stands there, so proposals are symmetric whatever the rounding.
      const first = <u64>stream.next() * c;
      const position = <i32>(first >> 32);
      const vacancy = <i32>((<u64>(<u32>first) * candidates) >> 32);
      const j = load<i32>(at32(members, position));
      const k = load<i32>(at32(others, vacancy));
      const change = swapChange(a, j, k);
      let word = stream.next();
      if (change > 0) {
        let threshold: f64 = 0;
        while ((word & TABLE_MASK) == TABLE_MASK) {
          threshold += TAIL;
          word = stream.next();
        }
        threshold += <f64>load<f32>(at32(a.variates, word & TABLE_MASK));
        if (!(change <= temperature * threshold)) continue;
      }
      store<i32>(at32(others, vacancy), j);
      noteSwap(a, position, k, change);
      addRows(a, rowOf(a, k), rowOf(a, j), ownOf(a, k), -ownOf(a, j));
    }
    temperature *= factor;
  }
  a.listed = 1; // kept up to date above, swap by swap
  return temperature;
}

/** Lists the candidates outside S, in increasing order. */
function listOthers(a: Annealer): void {
  const seen = a.cost; // i32[N], overwritten by the next `deriveCosts`
  memory.fill(seen, 0, (<usize>a.N) << 2);
  for (let s = 0; s < a.c; s++) store<i32>(at32(seen, load<i32>(at32(a.members, s))), 1);
  let count = 0;
  for (let l = 0; l < a.N; l++) {
    if (l != a.neuron && !load<i32>(at32(seen, l))) store<i32>(at32(a.others, count++), l);
  }
}
