/** The pseudoinverse rule over existing connections — Personnaz et al. 1985. */
import type { Kernels } from "../../backend/contract/kernels.ts";
import { type Connectivity, isComplete } from "../connectivity.ts";
import { StripWriter, toFixedPoint } from "../fixed-point.ts";
import { type Columns, columnsOf, gramOf } from "../gram.ts";
import type { Network } from "../network.ts";
import { factorize, factorStride, forward, solve } from "../symmetric.ts";
import type { LearnedWeights, LearningRule } from "./rule.ts";

/** Status of a neuron whose weights give it the right field in every pattern, exactly 1. */
const EXACT = 0;
/** No weights do: these miss by the least sum of squares. */
const LEAST_SQUARES = 1;
/** How far an exact field may be from 1 by rounding. */
const CLOSE = 1e-6;
/** 1 − P_ii below which a neuron's value does not follow from the others. */
const ALONE = 1e-8;

/**
 * The pseudoinverse over given inputs: of all weights of a neuron i on its inputs S, the smallest, Σ_j w_ij², among those that
 * miss Σ_ν (ξ_i^ν − Σ_{j∈S} w_ij ξ_j^ν)² by the least; w_i = ξ_i X_S⁺ with X_S the patterns over S. With independent patterns
 * over the inputs, p ≤ c, every aligned field is exactly 1.
 *
 * Where all are connected this is the projection rule of Personnaz, Guyon & Dreyfus (1985) and Kanter & Sompolinsky (1987),
 * P = (1/N) Σ_μν ξ^μ (G⁻¹)_μν ξ^νᵀ without its diagonal, a neuron's row divided by 1 − P_ii: the same network. Then it takes one
 * p × p system for all, O(N² p). A neuron whose value does not follow from those of the others (P_ii = 1) is done by itself.
 *
 * Status of a neuron: 0 its fields are exact, 1 they are as near to 1 as can be.
 */
export const pseudoinverse = {
  name: "pseudoinverse",
  label: "pseudoinverse",
  parameters: {},
  needsSeed: false,
  isPlain: true,
  nanoseconds: { connection: 130, neuron: 0 },
  // measured at N = 300 with random connectivity
  expectedLoad: (hebbian, { isChosen }) => Math.max(0.9, isChosen ? hebbian : 0),
  parts: "threads",
  async learn(network, connectivity, _plan, _key, pause, first, count) {
    return isComplete(connectivity)
      ? learnComplete(network, connectivity, pause, first, count)
      : learnRows(network, connectivity, neuronsOf(first, count), pause);
  },
} as const satisfies LearningRule;

function neuronsOf(first: number, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, k) => first + k);
}

async function learnComplete(
  network: Network,
  connectivity: Connectivity,
  pause: () => Promise<void> | undefined,
  first: number,
  count: number,
): Promise<LearnedWeights> {
  const { kernels, nNeurons, nPatterns } = network;
  const { arena } = kernels;
  const position = arena.mark();
  let system = nPatterns < nNeurons ? await projection(network, pause) : await precision(network, pause);
  // M can be singular with many patterns too: then the projection tells which neurons follow from the others
  system ??= await projection(network, pause);
  const { panels, n } = system;
  const total = panels.length / (4 * n);
  const out = arena.float64(16 * total);
  const writer = new StripWriter(kernels, nNeurons, first, count);
  const status = new Int32Array(count);
  const alone: number[] = [];
  for (let row = first >> 2; 4 * row < first + count; row++) {
    kernels.productPanels(panels, panels, out, n, 4 * total, row, 0, total - 1);
    for (let r = 0; r < 4; r++) {
      const i = 4 * row + r;
      if (i < first || i >= first + count) continue;
      const at = r * 4 * total;
      const own = out.view[at + i];
      // P_ij / (1 − P_ii), or −Θ_ij / Θ_ii with Θ = M⁻¹
      if (system.isPrecision) writer.write(i, out, at, -1 / own);
      else if (1 - own > ALONE) writer.write(i, out, at, 1 / (1 - own));
      else alone.push(i);
      status[i - first] = system.isPrecision ? LEAST_SQUARES : EXACT;
    }
    await pause();
  }
  arena.release(position);
  const { weights, scale } = writer;
  if (alone.length > 0) {
    const own = await learnRows(network, connectivity, Int32Array.from(alone), pause);
    alone.forEach((i, k) => {
      weights.set(own.weights.subarray(k * (nNeurons - 1), (k + 1) * (nNeurons - 1)), (i - first) * (nNeurons - 1));
      scale[i - first] = own.scale[k];
      status[i - first] = own.status[k];
    });
  }
  return { weights, scale, status };
}

/** Vectors v in panels whose products v_i·v_j are P_ij, or with `isPrecision` Θ_ij = (M⁻¹)_ij. */
interface System {
  readonly panels: ReturnType<Kernels["arena"]["float64"]>;
  readonly n: number;
  readonly isPrecision: boolean;
}

/** P = Xᵀ G⁻¹ X = (L⁻¹X)ᵀ (L⁻¹X), G = L Lᵀ the overlaps of the patterns; dependent ones add nothing. */
async function projection(network: Network, pause: () => Promise<void> | undefined): Promise<System> {
  const { kernels, nPatterns: n, nNeurons } = network;
  const { arena } = kernels;
  const columns = columnsOf(network);
  const panels = arena.float64(Math.ceil(nNeurons / 4) * n * 4);
  const position = arena.mark();
  const a = await gramMatrix(kernels, columns, pause);
  const factor = await factorize(kernels, a, n, pause);
  const x = panels.view;
  for (let i = 0; i < nNeurons; i++) {
    const at = (i >> 2) * n * 4 + (i & 3);
    for (let mu = 0; mu < n; mu++) x[at + 4 * mu] = columns.values[i * columns.stride + mu];
  }
  await forward(kernels, factor, panels, pause);
  arena.release(position);
  return { panels, n, isPrecision: false };
}

/** Θ = M⁻¹ = (L⁻¹)ᵀ L⁻¹, M = L Lᵀ the overlaps of the neurons; none where M is singular. */
async function precision(network: Network, pause: () => Promise<void> | undefined): Promise<System | undefined> {
  const { kernels, nNeurons: n, overlap, stride } = network;
  const { arena } = kernels;
  const panels = arena.float64(Math.ceil(n / 4) * n * 4);
  const position = arena.mark();
  const a = arena.float64(n * factorStride(n));
  for (let i = 0; i < n; i++) a.view.set(overlap.view.subarray(i * stride, i * stride + n), i * factorStride(n));
  const factor = await factorize(kernels, a, n, pause);
  if (factor.rank === n) {
    for (let i = 0; i < n; i++) panels.view[(i >> 2) * n * 4 + 4 * i + (i & 3)] = 1;
    await forward(kernels, factor, panels, pause);
  }
  arena.release(position);
  return factor.rank === n ? { panels, n, isPrecision: true } : undefined;
}

/** G over some neurons in double precision, f64[nPatterns × factorStride]. */
async function gramMatrix(
  kernels: Kernels,
  columns: Columns,
  pause: () => Promise<void> | undefined,
  neurons?: Int32Array,
): Promise<ReturnType<Kernels["arena"]["float64"]>> {
  const n = columns.nPatterns;
  const a = kernels.arena.float64(n * factorStride(n));
  const position = kernels.arena.mark();
  const gram = await gramOf(kernels, columns, pause, neurons);
  for (let mu = 0; mu < n; mu++) {
    a.view.set(gram.view.subarray(mu * columns.stride, mu * columns.stride + n), mu * factorStride(n));
  }
  kernels.arena.release(position);
  return a;
}

/** Neuron by neuron, over the inputs of each: the smaller of the two systems, over patterns or over inputs. */
async function learnRows(
  network: Network,
  { rowStart, inputs }: Connectivity,
  neurons: Int32Array,
  pause: () => Promise<void> | undefined,
): Promise<LearnedWeights> {
  const { kernels, nPatterns } = network;
  const columns = columnsOf(network);
  const starts = new Int32Array(neurons.length + 1);
  neurons.forEach((i, k) => {
    starts[k + 1] = starts[k] + rowStart[i + 1] - rowStart[i];
  });
  const weights = new Float64Array(starts[neurons.length]);
  const status = new Int32Array(neurons.length);
  for (let k = 0; k < neurons.length; k++) {
    const i = neurons[k];
    const own = inputs.subarray(rowStart[i], rowStart[i + 1]);
    const position = kernels.arena.mark();
    const found =
      nPatterns <= own.length
        ? await overPatterns(kernels, columns, i, own, pause)
        : await overInputs(network, i, own, pause);
    kernels.arena.release(position);
    weights.set(found, starts[k]);
    status[k] = isExact(columns, i, own, found) ? EXACT : LEAST_SQUARES;
    await pause();
  }
  return { ...toFixedPoint(starts, weights), status };
}

/** w = X_Sᵀ α with G_S α = ξ_i. */
async function overPatterns(
  kernels: Kernels,
  columns: Columns,
  i: number,
  own: Int32Array,
  pause: () => Promise<void> | undefined,
): Promise<Float64Array> {
  const { values, stride, nPatterns: n } = columns;
  const a = await gramMatrix(kernels, columns, pause, own);
  const whole = a.view.slice();
  const target = Float64Array.from(values.subarray(i * stride, i * stride + n));
  const factor = await factorize(kernels, a, n, pause);
  const b = kernels.arena.float64(n);
  if (factor.rank === n) {
    b.view.set(target);
    solve(kernels, factor, b);
  } else {
    // of the patterns left, those sums whose fields are nearest to what is wanted: normal equations Kᵀ K β = Kᵀ ξ_i
    const left = placesOf(factor.live.view);
    const rows = rowsOf(whole, factorStride(n), n, left);
    const beta = await normalSolution(
      kernels,
      rows,
      rows.map((row) => inner(row, target)),
      pause,
    );
    left.forEach((mu, k) => {
      b.view[mu] = beta[k];
    });
  }
  const alpha = b.view;
  return Float64Array.from(own, (j) => {
    let sum = 0;
    for (let mu = 0; mu < n; mu++) sum += alpha[mu] * values[j * stride + mu];
    return sum;
  });
}

/** M_SS w = M_Si. */
async function overInputs(
  { kernels, overlap, stride }: Network,
  i: number,
  own: Int32Array,
  pause: () => Promise<void> | undefined,
): Promise<Float64Array> {
  const n = own.length;
  if (n === 0) return new Float64Array(0);
  const a = kernels.arena.float64(n * factorStride(n));
  const b = kernels.arena.float64(n);
  const m = overlap.view;
  for (let s = 0; s < n; s++) {
    b.view[s] = m[own[s] * stride + i];
    for (let t = 0; t < n; t++) a.view[s * factorStride(n) + t] = m[own[s] * stride + own[t]];
  }
  const whole = a.view.slice();
  const target = b.view.slice();
  const factor = await factorize(kernels, a, n, pause);
  if (factor.rank === n) {
    solve(kernels, factor, b);
    return b.view.slice();
  }
  // of the many solutions the smallest is a sum of rows of M_SS: w = K γ, Kᵀ K γ = what is left of the right-hand side
  const left = placesOf(factor.live.view);
  const rows = rowsOf(whole, factorStride(n), n, left);
  const gamma = await normalSolution(
    kernels,
    rows,
    left.map((s) => target[s]),
    pause,
  );
  const weights = new Float64Array(n);
  rows.forEach((row, k) => {
    for (let s = 0; s < n; s++) weights[s] += gamma[k] * row[s];
  });
  return weights;
}

function placesOf(live: Int32Array): number[] {
  return Array.from(live.keys()).filter((k) => live[k] === 1);
}

function rowsOf(matrix: Float64Array, stride: number, n: number, places: readonly number[]): Float64Array[] {
  return places.map((k) => matrix.subarray(k * stride, k * stride + n));
}

/** Solves (rows rowsᵀ) x = b. */
async function normalSolution(
  kernels: Kernels,
  rows: readonly Float64Array[],
  b: readonly number[],
  pause: () => Promise<void> | undefined,
): Promise<Float64Array> {
  const n = rows.length;
  if (n === 0) return new Float64Array(0);
  const a = kernels.arena.float64(n * factorStride(n));
  const x = kernels.arena.float64(n);
  x.view.set(b);
  for (let s = 0; s < n; s++) for (let t = 0; t <= s; t++) a.view[s * factorStride(n) + t] = inner(rows[s], rows[t]);
  solve(kernels, await factorize(kernels, a, n, pause), x);
  return x.view.slice();
}

function inner(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k] * y[k];
  return sum;
}

/** Whether all aligned fields of neuron i are 1. */
function isExact({ values, stride, nPatterns }: Columns, i: number, own: Int32Array, weights: Float64Array): boolean {
  const fields = new Float64Array(nPatterns);
  own.forEach((j, s) => {
    for (let mu = 0; mu < nPatterns; mu++) fields[mu] += weights[s] * values[j * stride + mu];
  });
  return fields.every((h, mu) => Math.abs(h * values[i * stride + mu] - 1) < CLOSE);
}
