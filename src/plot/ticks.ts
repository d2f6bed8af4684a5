/** Ticks and domains that the figures of a page and of a terminal share. */

/** Beyond this ratio of largest to smallest a linear axis would squeeze the small values together. */
const LOG_RATIO = 8;

/** Whether values are all positive and so far apart that their axis should be logarithmic. */
export function isWide(values: readonly number[]): boolean {
  const low = Math.min(...values);
  return low > 0 && Math.max(...values) / low > LOG_RATIO;
}

/**
 * Round values within [min, max]: multiples of 1, 2 or 5 times a power of ten, about `count` of them.
 *
 * @param min    finite.
 * @param max    finite, ≥ min.
 * @param count  ≥ 1.
 */
export function linearTicks(min: number, max: number, count: number): number[] {
  if (!(max > min)) return [min];
  const rough = (max - min) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999999) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++) ticks.push(tidy(i * step));
  return ticks;
}

/**
 * Round values within [min, max] of a logarithmic axis: 1, 2, 5 times powers of ten, or fewer where those would be more
 * than `count`.
 *
 * @param min  > 0.
 */
export function logTicks(min: number, max: number, count: number): number[] {
  const lowest = Math.floor(Math.log10(min));
  const highest = Math.ceil(Math.log10(max));
  let ticks: number[] = [];
  for (const factors of [[1, 2, 5], [1, 3], [1]]) {
    ticks = [];
    for (let power = lowest; power <= highest; power++) {
      for (const factor of factors) {
        const tick = tidy(factor * 10 ** power);
        if (tick >= min * (1 - 1e-9) && tick <= max * (1 + 1e-9)) ticks.push(tick);
      }
    }
    if (ticks.length <= count) return ticks;
  }
  const stride = Math.ceil(ticks.length / count);
  return ticks.filter((_, i) => i % stride === 0);
}

/** A tick in plain digits, with a true minus sign; powers of ten where the digits would be many. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  const text = size !== 0 && (size >= 1e6 || size < 1e-4) ? value.toExponential().replace("e+", "e") : String(value);
  return text.replaceAll("-", "−");
}

/** Takes away the last bits that a multiplication left: 0.30000000000000004 becomes 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
