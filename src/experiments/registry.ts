/** The experiments there are: each is a folder beside this file and a line here. */
import { checkChoice } from "../check/check.ts";
import { type ExperimentCommand, type Form, studyCommand } from "./kit/command.ts";
import type { SeedsPlan } from "./kit/seeds.ts";
import type { CommandStudy, Study } from "./kit/study.ts";

/** An experiment. Its parts are loaded when asked for, so that none pays for another, and help for none. */
export interface Experiment {
  /** What it measures, for help. */
  readonly summary: string;
  /** What its command line and its specs say. */
  form(): Promise<Form>;
  /** How its command runs it. */
  command(): Promise<ExperimentCommand>;
  /** How sweeps take it. */
  study(): Promise<Study>;
}

/** An experiment whose command does what sweeps of it do. */
function overSeeds<Spec extends object, Plan extends SeedsPlan, Found, Summary extends object>(
  summary: string,
  form: () => Promise<Form>,
  study: () => Promise<CommandStudy<Spec, Plan, Found, Summary>>,
): Experiment {
  return { summary, form, study, command: async () => studyCommand(await study()) };
}

export const EXPERIMENTS = listed({
  capacity: overSeeds(
    "critical load α_c = p_c/c against inputs per neuron, for each way of choosing connectivity",
    async () => (await import("./capacity/parameters.ts")).capacityForm,
    async () => (await import("./capacity/study.ts")).capacityStudy,
  ),
  basins: overSeeds(
    "fraction of patterns retrieved against the fraction e of neurons flipped, for each rule and load",
    async () => (await import("./basins/parameters.ts")).basinsForm,
    async () => (await import("./basins/study.ts")).basinsStudy,
  ),
  frontier: overSeeds(
    "patterns stored against basin size: the largest p retrieved with a fraction e of the neurons flipped",
    async () => (await import("./frontier/parameters.ts")).frontierForm,
    async () => (await import("./frontier/study.ts")).frontierStudy,
  ),
  fields: overSeeds(
    "distribution, mean and s.d. of the aligned local fields against load, for each rule",
    async () => (await import("./fields/parameters.ts")).fieldsForm,
    async () => (await import("./fields/study.ts")).fieldsStudy,
  ),
  weights: overSeeds(
    "probability that a connection exists against its weight, P(C = 1 | J), for each rule and load",
    async () => (await import("./weights/parameters.ts")).weightsForm,
    async () => (await import("./weights/study.ts")).weightsStudy,
  ),
  recall: {
    summary: "store pictures, damage them, and look at what networks with random and with chosen synapses recall",
    form: async () => (await import("./recall/parameters.ts")).recallForm,
    command: async () => (await import("./recall/command.ts")).recallCommand,
    study: async () => (await import("./recall/study.ts")).recallStudy,
  },
  online: {
    summary: "learning pattern by pattern while connections grow and are pruned, until nothing changes any more",
    form: async () => (await import("./online/parameters.ts")).onlineForm,
    command: async () => (await import("./online/command.ts")).onlineCommand,
    study: async () => (await import("./online/study.ts")).onlineStudy,
  },
  control: {
    summary:
      "present patterns to a network with controlled synapses: what becomes of each, and what is known afterwards",
    form: async () => (await import("./control/parameters.ts")).controlForm,
    command: async () => (await import("./control/tasks/index.ts")).controlCommand,
    study: async () => (await import("./control/study.ts")).controlStudy,
  },
  flow: {
    summary:
      "continuous dynamics u̇ = T g(u) − u of a network: trajectories, attractors, equilibria, portraits, energies",
    form: async () => (await import("./flow/parameters.ts")).flowForm,
    command: async () => (await import("./flow/command.ts")).flowCommand,
    study: async () => (await import("./flow/study.ts")).flowStudy,
  },
});

/** The name of an experiment. */
export type ExperimentName = keyof typeof EXPERIMENTS;

/** A table that keeps the names in it. */
function listed<Name extends string>(table: Readonly<Record<Name, Experiment>>): Readonly<Record<Name, Experiment>> {
  return table;
}

/** What is computed for one network alone: sweeps do not take it. */
export const UNSWEPT: Readonly<Record<string, Omit<Experiment, "study">>> = {
  rewire: {
    summary: "choose which synapses exist: for each neuron the inputs that minimise its cost, for given patterns",
    form: async () => (await import("./rewire/parameters.ts")).rewireForm,
    command: async () => (await import("./rewire/command.ts")).rewireCommand,
  },
};

/** The experiment of that name, as sweeps take it. */
export function studyOf(where: string, name: unknown): Promise<Study> {
  return EXPERIMENTS[checkChoice(where, name, Object.keys(EXPERIMENTS) as ExperimentName[])].study();
}
