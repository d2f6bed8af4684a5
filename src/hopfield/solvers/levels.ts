/** Annealing level by level: temperatures that fall by one ratio, in kernel calls of a few ms. */

/** First and last temperature of a run, in units of c²E. */
export interface Heat {
  readonly start: number;
  readonly end: number;
}

/** `levels` temperatures of `steps` steps from the first on, each the last times `factor`; returns the next temperature. */
export type Move = (levels: number, steps: number, temperature: number, factor: number) => number;

/** Temperatures of a run: a power of two, so that their ratio takes square roots alone, which every engine rounds alike. */
export const LEVELS = 64;
const HALVINGS = 6;
/** Longest kernel call aimed at, in ms. */
const CALL_MS = 5;
/** Time of a search on the JavaScript backend relative to the kernels in WebAssembly. */
export const JS_SLOWER = 15;

/** All levels, `total` steps over them, in calls of a few ms, until `isDone`; `onLevel` is told every temperature left behind. */
export async function annealBySteps(
  move: Move,
  { start, end }: Heat,
  total: number,
  stepMs: number,
  pause: () => Promise<void> | undefined,
  isDone: () => boolean = () => false,
  onLevel?: (temperature: number) => void,
): Promise<void> {
  const steps = Math.ceil(total / LEVELS);
  if (steps === 0) return;
  const factor = levelFactor(start, end);
  const levelsAtOnce = onLevel ? 1 : Math.min(LEVELS, Math.max(1, Math.floor(CALL_MS / (steps * stepMs))));
  const stepsAtOnce = Math.max(1, Math.floor(CALL_MS / stepMs));
  let temperature = start;
  for (let level = 0; level < LEVELS && !isDone(); level += levelsAtOnce) {
    // a level too long for one call goes in pieces: where a run is cut never shows
    let left = steps;
    for (; left > stepsAtOnce && levelsAtOnce === 1 && !isDone(); left -= stepsAtOnce) {
      move(1, stepsAtOnce, temperature, 1);
      await pause();
    }
    const next = move(Math.min(levelsAtOnce, LEVELS - level), left, temperature, factor);
    onLevel?.(temperature);
    temperature = next;
    await pause();
  }
}

/** Ratio of one temperature to the one before it, (end / start)^(1 / LEVELS). */
function levelFactor(start: number, end: number): number {
  let factor = start > 0 ? end / start : 1;
  for (let k = 0; k < HALVINGS; k++) factor = Math.sqrt(factor);
  return factor;
}
