/** Retrieval by k winners: at every step the k neurons of the largest fields fire, so that activity never changes. */
import type { Graph, Relaxer } from "../backend/contract/kernels.ts";
import type { RunOptions } from "../run/pace.ts";
import type { Relaxed, RelaxStatus } from "./relaxed.ts";

/**
 * Relaxes states in place, all neurons at once, until a step changes nothing, a 2-cycle closes, or `maxSweeps`. Of neurons with
 * equal fields the first fire. Fields are exact integers, so that winners are the same on either backend.
 */
export async function relaxWinners(
  relaxer: Relaxer,
  graph: Graph,
  states: Int8Array,
  { winners, maxSweeps }: { readonly winners: number; readonly maxSweeps: number },
  pause: () => Promise<void> | undefined,
  onProgress?: RunOptions["onProgress"],
): Promise<Relaxed> {
  const { nNeurons } = graph;
  const total = states.length / nNeurons;
  const status = new Array<RelaxStatus>(total).fill("maxSweeps");
  const sweeps = new Int32Array(total).fill(maxSweeps);
  const fields = new Int32Array(relaxer.lanes * nNeurons);
  const scratch = new Int32Array(nNeurons);
  for (let first = 0; first < total; first += relaxer.lanes) {
    const count = Math.min(relaxer.lanes, total - first);
    const block = states.subarray(first * nNeurons, (first + count) * nNeurons);
    let before = new Int8Array(block.length); // of no state: nothing is a cycle after one step
    let running = count;
    for (let sweep = 1; sweep <= maxSweeps && running > 0; sweep++) {
      relaxer.fieldsInto(block, fields, count);
      const present = block.slice();
      for (let s = 0; s < count; s++) {
        if (status[first + s] !== "maxSweeps") continue;
        const [from, to] = [s * nNeurons, (s + 1) * nNeurons];
        const next = block.subarray(from, to);
        fireLargest(fields.subarray(from, to), winners, next, scratch);
        const ended = isSame(next, present, from) ? "fixedPoint" : isSame(next, before, from) ? "twoCycle" : undefined;
        if (!ended) continue;
        status[first + s] = ended;
        sweeps[first + s] = sweep;
        running--;
      }
      before = present;
      await pause();
    }
    onProgress?.({ done: first + count, total, label: "states relaxed" });
  }
  return { states, sweeps, status };
}

function isSame(state: Int8Array, others: Int8Array, from: number): boolean {
  for (let i = 0; i < state.length; i++) if (state[i] !== others[from + i]) return false;
  return true;
}

/** +1 where a field is among the `winners` largest, −1 elsewhere. */
function fireLargest(fields: Int32Array, winners: number, out: Int8Array, scratch: Int32Array): void {
  scratch.set(fields);
  const least = kthLargest(scratch, winners);
  let left = winners;
  for (let i = 0; i < fields.length; i++) if (fields[i] > least) left--;
  for (let i = 0; i < fields.length; i++) {
    const fires = fields[i] > least || (fields[i] === least && left-- > 0);
    out[i] = fires ? 1 : -1;
  }
}

/** The k-th largest value, by Hoare's selection; reorders them. */
function kthLargest(values: Int32Array, k: number): number {
  let low = 0;
  let high = values.length - 1;
  const wanted = k - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] > pivot) i++;
      while (values[j] < pivot) j--;
      if (i > j) break;
      const other = values[i];
      values[i++] = values[j];
      values[j--] = other;
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  return values[wanted];
}
