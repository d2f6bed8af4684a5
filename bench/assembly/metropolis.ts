// As assembly/metropolis.ts, with scalar passes and the scalar generator.

import { TAIL } from "../../src/numeric/quantiles";
import { at32 } from "../../assembly/address";
import { Annealer, noteSwap, ownOf, rowOf, swapChange } from "../../assembly/annealer";
import { LAST_QUANTILE } from "../../assembly/variates";
import { addRows } from "./annealer";
import { Stream } from "./philox";

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
      const first = <u64>stream.next() * c;
      const position = <i32>(first >> 32);
      const vacancy = <i32>((<u64>(<u32>first) * candidates) >> 32);
      const j = load<i32>(at32(members, position));
      const k = load<i32>(at32(others, vacancy));
      const change = swapChange(a, j, k);
      let word = stream.next();
      if (change > 0) {
        let threshold: f64 = 0;
        while ((word & LAST_QUANTILE) == LAST_QUANTILE) {
          threshold += TAIL;
          word = stream.next();
        }
        threshold += <f64>load<f32>(at32(a.variates, word & LAST_QUANTILE));
        if (!(change <= temperature * threshold)) continue;
      }
      store<i32>(at32(others, vacancy), j);
      noteSwap(a, position, k, change);
      addRows(a, rowOf(a, k), rowOf(a, j), ownOf(a, k), -ownOf(a, j));
    }
    temperature *= factor;
  }
  a.listed = 1;
  return temperature;
}

/** Lists the candidates outside S, in increasing order. */
function listOthers(a: Annealer): void {
  const seen = a.cost; // i32[N], overwritten when the costs are derived
  memory.fill(seen, 0, (<usize>a.N) << 2);
  for (let s = 0; s < a.c; s++) store<i32>(at32(seen, load<i32>(at32(a.members, s))), 1);
  let count = 0;
  for (let l = 0; l < a.N; l++) {
    if (l != a.neuron && !load<i32>(at32(seen, l))) store<i32>(at32(a.others, count++), l);
  }
}
