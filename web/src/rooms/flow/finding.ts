/** What the portrait and the landscape show, in words, from what is drawn. */
import type { Equilibrium } from "../../../../src/dynamics/page.ts";
import { portraitFinding } from "../../../../src/experiments/flow/portrait-finding.ts";
import type { Cycle, Descended } from "./jobs.ts";
import type { Rest } from "./plane.ts";

/** "4 memories: 4 sinks, 4 saddles and a source" */
export function finding(equilibria: readonly Equilibrium[], cycles: readonly Cycle[]): string {
  const sinks = equilibria.filter(({ type }) => type === "sink").length;
  const all = portraitFinding({ equilibria, cycles });
  const text = all.charAt(0).toLowerCase() + all.slice(1);
  if (cycles.length > 0) return `${sinks === 0 ? "No rest but a rhythm" : "Rest and rhythm"}: ${text}`;
  if (sinks === 0) return all;
  return `${sinks === 1 ? "One state of rest" : `${sinks} memories`}: ${text}`;
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
