// Passes over rows one entry at a time, on the state of assembly/annealer.ts; narrow fields only.

import { at16, at32 } from "../../assembly/address";
import { Annealer, annealerBegin as vectorBegin } from "../../assembly/annealer";

/** Setting out is the package's own: it takes c passes of the thousands that a search makes. */
export function annealerBegin(ptr: usize, neuron: i32, item: i32, warm: i32, run: u32, key0: u32, key1: u32): void {
  vectorBegin(ptr, neuron, item, warm, run, key0, key1);
}

/** h += x·row1 + y·row2 */
export function addRows(a: Annealer, row1: usize, row2: usize, x: i32, y: i32): void {
  const fields = a.fields;
  const N = a.N;
  for (let l = 0; l < N; l++) {
    const at = at32(fields, l);
    store<i32>(at, load<i32>(at) + x * <i32>load<i16>(at16(row1, l)) + y * <i32>load<i16>(at16(row2, l)));
  }
}
