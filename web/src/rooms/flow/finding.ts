/** What the portrait and the landscape show, in words, from what is drawn. */
import type { FoundEquilibrium } from "palimpsest";
import { portraitFinding } from "../../../../src/experiments/flow/portrait-finding.ts";
import type { Cycle, Descended } from "./jobs.ts";
import type { Rest } from "./plane.ts";

/** "4 memories: 4 sinks, 4 saddles and a source" */
export function finding(
  rests: readonly Rest[],
  cycles: readonly Cycle[],
  found: readonly FoundEquilibrium[] | undefined,
): string {
  const sinks = rests.filter(({ type }) => type === "sink").length;
  const equilibria = rests.map(({ type, state }) => {
    const known = found?.find((one) => near(one.state, state));
    return { type, form: known?.form ?? ("node" as const) };
  });
  const all = portraitFinding({ equilibria, cycles });
  const text = all.charAt(0).toLowerCase() + all.slice(1);
  if (cycles.length > 0) return `${sinks === 0 ? "No rest but a rhythm" : "Rest and rhythm"}: ${text}`;
  if (sinks === 0) return all;
  return `${sinks === 1 ? "One state of rest" : `${sinks} memories`}: ${text}`;
}

function near(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) < 0.5;
}

export function landscapeFinding(hasEnergy: boolean, rests: readonly Rest[], descended: Descended | undefined): string {
  const sinks = rests.filter(({ type }) => type === "sink").length;
  const minima = sinks === 1 ? "one minimum" : `${sinks} minima`;
  if (hasEnergy) return `An energy with ${minima}: trajectories only descend`;
  if (descended === undefined) return "No energy: T is not symmetric";
  return descended.rise > 1e-9
    ? `No energy: trajectories climb that of the symmetric part by ${descended.rise.toPrecision(3)}`
    : "No energy, though these 8 trajectories happen to descend that of the symmetric part";
}
