/**
 * What every task of `flow` is: what it computes, and apart from it how that is shown. The two lie in folders of their own, since the core
 * of the package holds the first and must not reach a figure, however late it would be loaded.
 */
import type { AttractorResult } from "../../../dynamics/attractor.ts";
import type { ContinuationResult } from "../../../dynamics/branches.ts";
import type { EquilibriaResult, FlowOptions } from "../../../dynamics/find-equilibria.ts";
import type { HebbianResult } from "../../../dynamics/hebb.ts";
import type { Integrated } from "../../../dynamics/integrate.ts";
import type { Landscape } from "../../../dynamics/landscape.ts";
import type { ContinuousNetwork } from "../../../dynamics/network.ts";
import type { Portrait } from "../../../dynamics/portrait.ts";
import type { ThresholdRun } from "../../../dynamics/threshold.ts";
import type { Figure } from "../../kit/study.ts";

/** What the tasks find. */
export type FlowFound =
  | {
      readonly task: "integrate";
      readonly result: Integrated /** Whether its states are for the rows. */;
      readonly hasSamples: boolean;
    }
  | { readonly task: "attractor"; readonly result: AttractorResult; readonly course: Integrated }
  | { readonly task: "equilibria"; readonly result: EquilibriaResult; readonly portrait: Portrait | null }
  | { readonly task: "portrait"; readonly result: Portrait }
  | { readonly task: "continuation"; readonly result: ContinuationResult }
  | { readonly task: "landscape"; readonly result: Landscape }
  | { readonly task: "threshold"; readonly result: ThresholdRun }
  | {
      readonly task: "hebbian";
      readonly result: HebbianResult;
      readonly before: EquilibriaResult;
      readonly after: EquilibriaResult;
      /** Cosine of g(u) with the pattern, of each equilibrium before and after. */
      readonly overlaps: readonly [before: readonly number[], after: readonly number[]];
    };

export type FlowTask = FlowFound["task"];
export type FoundBy<Task extends FlowTask> = Extract<FlowFound, { readonly task: Task }>;

/** A task. */
export interface TaskOf<Found extends FlowFound = FlowFound> {
  /** Whether what it finds is drawn at random: its seed is told. Of the others the seed turns tangents or searches, no more. */
  readonly isRandom: boolean;
  /** Whether its work is shared among threads. */
  readonly isShared: boolean;
  /** Validates the task's own part of a spec and fills in its defaults. */
  plan(network: ContinuousNetwork, own: Readonly<Record<string, unknown>>): PlannedTask<Found>;
  /** As JSON carries them. */
  rows(found: Found): readonly object[];
  summary(found: Found): readonly object[];
}

export interface PlannedTask<Found extends FlowFound = FlowFound> {
  /** With every default; plain data. */
  readonly settings: object;
  run(options: FlowOptions): Promise<Found>;
}

/** How what a task found is shown. */
export interface ViewOf<Found extends FlowFound = FlowFound> {
  text(found: Found): string;
  /** Figures by file name; the first is the one shown. */
  figures(found: Found, network: ContinuousNetwork, command: string): Promise<Readonly<Record<string, Figure>>>;
  /** There where sweeps take the task: its rows are a table. The others draw pictures of one network. */
  readonly swept?: SweptTask;
}

/** A task in sweeps. */
export interface SweptTask {
  readonly columns: readonly string[];
  /** The column whose words are counted, and what has them. */
  readonly category: string;
  readonly noun: string;
  /** A column of numbers whose mean is told. */
  readonly mean?: { readonly name: string; readonly column: string };
  /** Time of one run in seconds. */
  seconds(costs: FlowCosts, settings: { readonly duration?: number; readonly starts?: number }): number;
}

/** Seconds that a network takes. */
export interface FlowCosts {
  /** To integrate a unit of time, at default tolerances. */
  readonly time: number;
  /** To factor its Jacobian. */
  readonly linear: number;
}
