/** Problems of a given number of neurons, as they come up: what is timed when nothing else is asked for. */

/** Patterns of the overlap matrix. */
export function overlapPatterns(neurons: number): number {
  return neurons;
}

/** A twentieth of all connections, at most 100, and twice as many patterns: about the load that noise reduction holds. */
export function annealSize(neurons: number): { readonly inputs: number; readonly patterns: number } {
  const inputs = Math.min(100, Math.max(2, Math.round(neurons / 20)));
  return { inputs, patterns: 2 * inputs };
}

/** Swap-Metropolis as in EK22: 128 temperatures from 1 to 0.01 c², 200 sweeps of N proposals, fewer for large N. */
export function swapSchedule(neurons: number): SwapSchedule {
  const sweeps = Math.min(200, 200_000 / neurons);
  return { rule: "metropolis", levels: 128, steps: Math.ceil((sweeps * neurons) / 128), start: 1, end: 0.01 };
}

/** 10⁴ rows weighed at 100 temperatures from 1 to 0.02 c². */
export const HEAT_BATH: HeatBathSchedule = { rule: "heatBath", levels: 100, steps: 100, start: 1, end: 0.02 };

interface Schedule {
  readonly levels: number;
  readonly steps: number;
  readonly start: number;
  readonly end: number;
}
type SwapSchedule = Schedule & { readonly rule: "metropolis" };
type HeatBathSchedule = Schedule & { readonly rule: "heatBath" };

/** A tenth of all connections, at most 200, at a load below that of random connectivity; 500 cues, fewer for large N. */
export function relaxSize(neurons: number): {
  readonly neurons: number;
  readonly inputs: number;
  readonly patterns: number;
  readonly count: number;
} {
  const inputs = Math.min(200, Math.max(2, Math.round(neurons / 10)));
  return { neurons, inputs, patterns: Math.max(2, Math.round(0.1 * inputs)), count: neurons > 2000 ? 160 : 500 };
}

/** A third of all connections and 0.4 N patterns: about where growth and pruning with ε = 1 end. */
export function growthSize(neurons: number): {
  readonly neurons: number;
  readonly inputs: number;
  readonly patterns: number;
} {
  return { neurons, inputs: Math.max(1, Math.round(neurons / 3)), patterns: Math.max(1, Math.round(0.4 * neurons)) };
}
