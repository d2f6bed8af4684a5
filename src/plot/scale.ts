/** Scales of axes, in px. */
import { linearTicks, logTicks } from "./ticks.ts";

export interface Scale {
  readonly isLog: boolean;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  /** Pixel of a value; values beyond the domain are drawn at its end. */
  at(value: number): number;
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

/** The same with about one round tick every `spacing` px. */
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
