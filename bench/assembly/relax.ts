// Retrieval of one state after another, event-driven from the start, as in src/backend/js/relax.ts; sequential order,
// narrow weights and uncut relaxations only. The fields of a block are i32[N] here.

import { at16, at32 } from "../../assembly/address";
import { Block, Graph } from "../../assembly/graph";
import { RELAXATION } from "../../src/backend/contract/codes";

export function relaxBlock(
  graphPtr: usize,
  blockPtr: usize,
  statesPtr: usize,
  statusPtr: usize,
  sweepsPtr: usize,
  count: i32,
  order: i32,
  first: i32,
  last: i32,
  maxSweeps: i32,
  key0: u32,
  key1: u32,
): i32 {
  const graph = changetype<Graph>(graphPtr);
  if (graph.wide || order != 0 || first != 1 || last != maxSweeps) unreachable();
  const fields = changetype<Block>(blockPtr).fields;
  let running = 0;
  for (let s = 0; s < count; s++) {
    const statePtr = statesPtr + <usize>s * <usize>graph.N;
    sumFields(graph, statePtr, fields);
    const sweeps = relaxState(graph, statePtr, fields, maxSweeps);
    store<i32>(at32(statusPtr, s), sweeps > 0 ? RELAXATION.converged : RELAXATION.running);
    store<i32>(at32(sweepsPtr, s), sweeps > 0 ? sweeps : maxSweeps);
    if (sweeps == 0) running++;
  }
  return running;
}

/** Sweeps until one changes nothing; 0 when `maxSweeps` are not enough. */
function relaxState(graph: Graph, statePtr: usize, fields: usize, maxSweeps: i32): i32 {
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    let changed = false;
    for (let i = 0; i < graph.N; i++) {
      const next = load<i32>(at32(fields, i)) >= 0 ? 1 : -1;
      if (next == <i32>load<i8>(statePtr + i)) continue;
      store<i8>(statePtr + i, <i8>next);
      changed = true;
      const end = load<i32>(at32(graph.columnStart, i + 1));
      for (let e = load<i32>(at32(graph.columnStart, i)); e < end; e++) {
        const at = at32(fields, load<i32>(at32(graph.targets, e)));
        store<i32>(at, load<i32>(at) + 2 * next * <i32>load<i16>(at16(graph.outWeights, e)));
      }
    }
    if (!changed) return sweep;
  }
  return 0;
}

function sumFields(graph: Graph, statePtr: usize, fields: usize): void {
  for (let i = 0; i < graph.N; i++) {
    let sum = 0;
    const end = load<i32>(at32(graph.rowStart, i + 1));
    for (let e = load<i32>(at32(graph.rowStart, i)); e < end; e++) {
      sum += <i32>load<i16>(at16(graph.weights, e)) * <i32>load<i8>(statePtr + load<i32>(at32(graph.inputs, e)));
    }
    store<i32>(at32(fields, i), sum);
  }
}
