/** Storkey's rule over existing connections — Storkey 1997. */
import type { Connectivity } from "../connectivity.ts";
import { isComplete } from "../connectivity.ts";
import { StripWriter, toFixedPoint } from "../fixed-point.ts";
import { columnsOf, gramOf } from "../gram.ts";
import type { Network } from "../network.ts";
import type { LearnedWeights, LearningRule } from "./rule.ts";

/**
 * The rule of Storkey (1997), local and incremental as Hebb's, but with the crosstalk of what is stored already taken off:
 * w_ij ← w_ij + (1/n)(ξ_i ξ_j − ξ_i h_ji − h_ij ξ_j), h_ij = Σ_{k ≠ i, j} w_ik ξ_k, one pattern after another, in O(N²) each.
 *
 * Over given connectivity the fields are sums over the inputs that exist, and n_i = c_i + 1, a neuron with its inputs: N where
 * all are connected.
 */
export const storkey = {
  name: "storkey",
  label: "Storkey",
  parameters: {},
  needsSeed: false,
  isPlain: true,
  nanoseconds: { connection: 1, neuron: 0 },
  // measured at N = 300 with random connectivity
  expectedLoad: (hebbian, { density, isChosen }) => hebbian * (isChosen ? 1 : 1 + 1.2 * density),
  parts: "one", // a neuron's weights change with the fields of its inputs
  learn(network, connectivity, _plan, _key, pause) {
    return isComplete(connectivity) ? learnComplete(network, pause) : learnSparse(network, connectivity, pause);
  },
} as const satisfies LearningRule;

/** All connected: see assembly/storkey.ts for why the weights can wait for the last pattern. */
async function learnComplete(network: Network, pause: () => Promise<void> | undefined): Promise<LearnedWeights> {
  const { kernels, xi, nPatterns, nNeurons, stride } = network;
  const { arena } = kernels;
  const position = arena.mark();
  const gain = 1 + 2 / nNeurons;
  const x = arena.float64(nPatterns * stride);
  x.view.set(xi.view);
  const u = arena.float64(nPatterns * stride);
  const diagonal = arena.float64(stride);
  const field = arena.float64(stride);
  const overlaps = arena.float64(nPatterns);
  const powers = arena.float64(nPatterns);
  for (let k = 0, power = 1 / nNeurons; k < nPatterns; k++, power *= gain) powers.view[k] = power;
  const columns = columnsOf(network);
  const gram = await gramOf(kernels, columns, pause);
  for (let nu = 0; nu < nPatterns; nu++) {
    overlaps.view.set(gram.view.subarray(nu * columns.stride, nu * columns.stride + nPatterns));
    kernels.storkeyFields(x, u, diagonal, field, overlaps, powers, nu, nNeurons, stride, gain);
    await pause();
  }
  // w_ij = Σ_μ a_i^μ ξ_j^μ + ξ_i^μ a_j^μ, a^μ = (1/n) g^{p−1−μ} u^μ: one product of panels twice as long
  const panels = Math.ceil(nNeurons / 4);
  const length = 2 * nPatterns;
  const left = arena.float64(panels * length * 4);
  const right = arena.float64(panels * length * 4);
  const [a, b, rows, changes, factors] = [left.view, right.view, x.view, u.view, powers.view];
  for (let mu = 0; mu < nPatterns; mu++) {
    const factor = factors[nPatterns - 1 - mu];
    for (let i = 0; i < nNeurons; i++) {
      const at = (i >> 2) * length * 4 + mu * 4 + (i & 3);
      a[at] = b[at + 4 * nPatterns] = factor * changes[mu * stride + i];
      b[at] = a[at + 4 * nPatterns] = rows[mu * stride + i];
    }
  }
  const out = arena.float64(16 * panels);
  const writer = new StripWriter(kernels, nNeurons);
  for (let row = 0; row < panels; row++) {
    kernels.productPanels(left, right, out, length, 4 * panels, row, 0, panels - 1);
    for (let r = 0; r < 4 && 4 * row + r < nNeurons; r++) writer.write(4 * row + r, out, r * 4 * panels);
    await pause();
  }
  arena.release(position);
  return { weights: writer.weights, scale: writer.scale, status: new Int32Array(nNeurons) };
}

/** Connections a call, for it to end within a few ms. */
const CONNECTIONS_A_CALL = 500_000;

async function learnSparse(
  { kernels, xi, nPatterns, nNeurons, stride }: Network,
  connectivity: Connectivity,
  pause: () => Promise<void> | undefined,
): Promise<LearnedWeights> {
  const { arena } = kernels;
  const position = arena.mark();
  const connections = connectivity.inputs.length;
  const rows = { rowStart: arena.int32(nNeurons + 1), inputs: arena.int32(connections) };
  const reverse = arena.int32(connections);
  let before = arena.float64(connections);
  let after = arena.float64(connections);
  const state = arena.int8(stride);
  const fields = arena.float64(nNeurons);
  const rates = arena.float64(nNeurons);
  rows.rowStart.view.set(connectivity.rowStart);
  rows.inputs.view.set(connectivity.inputs);
  reverse.view.set(reversePlaces(connectivity));
  for (let i = 0; i < nNeurons; i++) {
    rates.view[i] = 1 / (connectivity.rowStart[i + 1] - connectivity.rowStart[i] + 1);
  }
  const atOnce = Math.max(1, Math.floor((CONNECTIONS_A_CALL * nNeurons) / Math.max(1, connections)));
  for (let nu = 0; nu < nPatterns; nu++) {
    state.view.set(xi.view.subarray(nu * stride, (nu + 1) * stride));
    for (let i = 0; i < nNeurons; i += atOnce) {
      kernels.sparseFields(rows, before, state, fields, i, Math.min(atOnce, nNeurons - i));
      await pause();
    }
    for (let i = 0; i < nNeurons; i += atOnce) {
      const count = Math.min(atOnce, nNeurons - i);
      kernels.storkeyRows(rows, reverse, before, after, state, fields, rates, i, count);
      await pause();
    }
    [before, after] = [after, before];
  }
  const learned = toFixedPoint(connectivity.rowStart, before.view);
  arena.release(position);
  return { ...learned, status: new Int32Array(nNeurons) };
}

/** For every connection j → i the place of i → j, −1 where that is none. */
export function reversePlaces({ nNeurons, rowStart, inputs }: Connectivity): Int32Array {
  const reverse = new Int32Array(inputs.length).fill(-1);
  const next = rowStart.slice(0, nNeurons); // rows are increasing and i runs upwards: every row is walked through once
  for (let i = 0; i < nNeurons; i++) {
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
      const j = inputs[e];
      while (next[j] < rowStart[j + 1] && inputs[next[j]] < i) next[j]++;
      if (next[j] < rowStart[j + 1] && inputs[next[j]] === i) reverse[e] = next[j];
    }
  }
  return reverse;
}
