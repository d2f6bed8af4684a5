/** Flags of learning rules: their parameters, of which a command may have several rules or one. */
import type { Command } from "commander";
import { flagOf, givenOf, type Parameter } from "../check/parameters.ts";
import { type LearningParameters, PLAIN_LEARNING_PARAMETERS } from "../hopfield/learning/index.ts";
import type { RepeatFlag } from "./options.ts";

/** Parameters of the rules for patterns of ±1, by their names. */
export type LearningParameterFlags = Pick<LearningParameters, keyof typeof PLAIN_LEARNING_PARAMETERS>;

const TABLE = Object.entries<Parameter<number>>(PLAIN_LEARNING_PARAMETERS);

export function addLearningParameters(command: Command): Command {
  for (const [name, declared] of TABLE) {
    const { kind, about, otherwise } = declared;
    command.option(`${flagOf(name, declared)} ${kind.placeholder}`, `${about} (default: ${otherwise})`, kind.parse!);
  }
  return command;
}

/** Their part of a spec. */
export function learningParameters(flags: LearningParameterFlags): LearningParameterFlags {
  return givenOf(PLAIN_LEARNING_PARAMETERS, flags);
}

export function repeatLearning(flags: LearningParameterFlags & { readonly learning?: string }): RepeatFlag[] {
  return [
    ["--learning", flags.learning],
    ...TABLE.map(([name, declared]): RepeatFlag => {
      return [flagOf(name, declared)!, flags[name as keyof LearningParameterFlags]];
    }),
  ];
}
