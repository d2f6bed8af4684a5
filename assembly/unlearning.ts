// Unlearning (Hopfield, Feinstein & Palmer, Nature 304, 158, 1983): a state that the network fell into by itself loses weight.

import { at32 } from "./address";
import { Graph } from "./graph";

/**
 * w_ij ← w_ij − amount · S_i S_j on every connection, seen from both ends.
 *
 * @param graphPtr  Graph with i32 weights, whose fields stay within i32
 * @param statePtr  i8[N], ±1
 */
export function unlearnState(graphPtr: usize, statePtr: usize, amount: i32): void {
  const graph = changetype<Graph>(graphPtr);
  for (let i = 0; i < graph.N; i++) {
    const own = amount * <i32>load<i8>(statePtr + i);
    const sum = weaken(graph.rowStart, graph.inputs, graph.weights, statePtr, i, own);
    const total = at32(graph.sums, i);
    store<i32>(total, load<i32>(total) - sum);
    weaken(graph.columnStart, graph.targets, graph.outWeights, statePtr, i, own);
  }
}

/** Takes own · S_j from the weights of one row or column; returns their sum. */
// @ts-ignore: decorator
@inline
function weaken(startPtr: usize, othersPtr: usize, weightsPtr: usize, statePtr: usize, i: i32, own: i32): i32 {
  const end = load<i32>(at32(startPtr, i + 1));
  let sum = 0;
  for (let e = load<i32>(at32(startPtr, i)); e < end; e++) {
    const change = own * <i32>load<i8>(statePtr + load<i32>(at32(othersPtr, e)));
    const place = at32(weightsPtr, e);
    store<i32>(place, load<i32>(place) - change);
    sum += change;
  }
  return sum;
}
