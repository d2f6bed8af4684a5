/** Graphs of weighted connections, in the form in which the kernels relax states. */
import type { Block, Graph, Kernels } from "../backend/contract/kernels.ts";
import type { Connectivity } from "./connectivity.ts";

/** Hebbian weights M_ij on the connections that exist, and the same graph seen from the other end. */
export function weightedGraph(
  kernels: Kernels,
  overlap: Block<Int16Array>,
  stride: number,
  connectivity: Connectivity,
): Graph {
  const { nNeurons, rowStart, inputs } = connectivity;
  return graphOf(nNeurons, rowStart, inputs, gatheredWeights(kernels, overlap, stride, connectivity));
}

/** M_ij of the connections that exist, i32[connections]. */
export function gatheredWeights(
  kernels: Kernels,
  overlap: Block<Int16Array>,
  stride: number,
  { nNeurons, rowStart, inputs }: Connectivity,
): Int32Array {
  if (inputs.length === nNeurons * (nNeurons - 1)) {
    const all = new Int32Array(inputs.length);
    for (let i = 0, at = 0; i < nNeurons; i++, at += nNeurons - 1) {
      const row = overlap.view.subarray(i * stride, i * stride + nNeurons);
      all.set(row.subarray(0, i), at);
      all.set(row.subarray(i + 1), at + i);
    }
    return all;
  }
  const position = kernels.arena.mark();
  const rows = kernels.arena.int32(nNeurons + 1);
  const columns = kernels.arena.int32(inputs.length);
  const values = kernels.arena.int32(inputs.length);
  rows.view.set(rowStart);
  columns.view.set(inputs);
  kernels.gatherWeights(overlap, rows, columns, values, nNeurons, stride);
  const weights = values.view.slice();
  kernels.arena.release(position);
  return weights;
}

/** A graph from its rows: transposes them and bounds the fields, which count from `thresholds`. */
export function graphOf(
  nNeurons: number,
  rowStart: Int32Array,
  inputs: Int32Array,
  weights: Int32Array,
  thresholds?: Int32Array,
): Graph {
  const columnStart = new Int32Array(nNeurons + 1);
  const sums = new Int32Array(nNeurons);
  for (const j of inputs) columnStart[j + 1]++;
  for (let j = 0; j < nNeurons; j++) columnStart[j + 1] += columnStart[j];
  const next = columnStart.slice();
  const targets = new Int32Array(inputs.length);
  const outWeights = new Int32Array(inputs.length);
  let fieldBound = 0;
  for (let i = 0; i < nNeurons; i++) {
    const threshold = thresholds?.[i] ?? 0;
    let size = Math.abs(threshold);
    for (let s = rowStart[i]; s < rowStart[i + 1]; s++) {
      const w = weights[s];
      const at = next[inputs[s]]++;
      targets[at] = i;
      outWeights[at] = w;
      sums[i] += w;
      size += Math.abs(w);
    }
    sums[i] += threshold;
    fieldBound = Math.max(fieldBound, size);
  }
  return { nNeurons, rowStart, inputs, weights, columnStart, targets, outWeights, sums, fieldBound };
}
