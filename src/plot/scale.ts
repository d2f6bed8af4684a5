/** Scales of axes: from values to px and back. */
import { linearTicks, logTicks } from "./ticks.ts";

/** Takes the values of an axis to px. */
export interface Scale {
  readonly isLog: boolean;
  /** Least and greatest value of the axis. */
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  /** Pixel of a value; values beyond the domain are drawn at its end. */
  at(value: number): number;
}

/** The least and the greatest of values; those that are not finite do not count. */
export function extentOf(values: Iterable<number>): [least: number, greatest: number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}

/** A domain that holds the values, `part` of their extent wider on either side; wide enough to draw where all are one. */
export function paddedDomain(values: Iterable<number>, part: number): [number, number] {
  const [low, high] = extentOf(values);
  const pad = part * (high - low) || 0.5;
  return low <= high ? [low - pad, high + pad] : [-1, 1];
}

/** A scale from one pixel to another, with ticks of one's own. */
export function scaleOf(
  isLog: boolean,
  domain: readonly [number, number],
  ticks: readonly number[],
  from: number,
  to: number,
): Scale {
  const position = isLog ? Math.log : (value: number) => value;
  const [low, high] = [position(domain[0]), position(domain[1])];
  const at = (value: number) => {
    const clamped = Math.min(Math.max(value, domain[0]), domain[1]);
    return from + ((to - from) * (position(clamped) - low)) / (high - low);
  };
  return { isLog, domain, ticks, at };
}

/** A scale from one pixel to another, with about one round tick every `spacing` px. */
export function tickedScale(
  isLog: boolean,
  domain: readonly [number, number],
  from: number,
  to: number,
  spacing: number,
): Scale {
  const count = Math.max(3, Math.round(Math.abs(to - from) / spacing));
  const ticks = isLog ? logTicks(...domain, count) : linearTicks(...domain, count);
  return scaleOf(isLog, domain, ticks, from, to);
}
