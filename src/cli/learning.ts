/** Flags of learning rules. */
import type { Command } from "commander";
import type { LearningsSpec } from "../experiments/kit/learnings.ts";
import type { PlainLearning } from "../experiments/kit/parameters.ts";
import { count, number, type RepeatFlag, words } from "./options.ts";

/** Parameters of the learning rules. */
export interface LearningParameterFlags {
  readonly stability?: number;
  readonly maxSteps?: number;
  readonly dreams?: number;
  readonly unlearningRate?: number;
}

export interface LearningFlags extends LearningParameterFlags {
  readonly learning?: readonly string[];
}

export function addLearning(command: Command): Command {
  return addLearningParameters(
    command.option("--learning <name,…>", "hebb (default), storkey, pseudoinverse, perceptron, unlearning", words),
  );
}

export function addLearningParameters(command: Command): Command {
  return command
    .option("--stability <part>", "of the largest margin that is enough for a perceptron (default: 0.5)", number)
    .option("--max-steps <n>", "of a perceptron's neuron (default: 100000)", count)
    .option("--dreams <n>", "states unlearned (default: 30 a pattern)", count)
    .option("--unlearning-rate <ε>", "what one takes off relative to what a pattern adds (default: 0.01)", number);
}

export function learningSpec({ learning, ...parameters }: LearningFlags): LearningsSpec {
  return { ...(learning && { learning: learning as PlainLearning[] }), ...learningParameters(parameters) };
}

/** Their part of a spec. */
export function learningParameters({ stability, maxSteps, dreams, unlearningRate }: LearningParameterFlags) {
  return {
    ...(stability !== undefined && { stability }),
    ...(maxSteps !== undefined && { maxSteps }),
    ...(dreams !== undefined && { dreams }),
    ...(unlearningRate !== undefined && { unlearningRate }),
  };
}

/** `learning` may be one rule, or several. */
export function repeatLearning({
  learning,
  stability,
  maxSteps,
  dreams,
  unlearningRate,
}: LearningParameterFlags & { readonly learning?: string | readonly string[] }): RepeatFlag[] {
  return [
    ["--learning", learning],
    ["--stability", stability],
    ["--max-steps", maxSteps],
    ["--dreams", dreams],
    ["--unlearning-rate", unlearningRate],
  ];
}
