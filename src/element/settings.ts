/** What attributes of `<palimpsest-recall>` mean, and what is allowed. */

import { checkChoice, checkInteger } from "../check/check.ts";
import { checkFlipped } from "../hopfield/cue.ts";
import type { Rule } from "../hopfield/rules/index.ts";
import { noise } from "../hopfield/rules/noise.ts";
import { random } from "../hopfield/rules/random.ts";
import { signal } from "../hopfield/rules/signal.ts";
import { parseSeed, type Seed, seedToJson } from "../numeric/seed.ts";

/** The rules that the element offers, by their names in its attribute. */
export const ELEMENT_RULES = [random.name, noise.name, signal.name] as const satisfies readonly Rule[];
export type ElementRule = (typeof ELEMENT_RULES)[number];

/** What a visitor may set: the attributes of the element. */
export interface Settings {
  /** c: how many inputs every neuron has. */
  readonly inputs: number;
  /** p: how many digits are stored. */
  readonly patterns: number;
  readonly rule: ElementRule;
  /** Fraction of the pixels that damage flips, in [0, 1]. */
  readonly noise: number;
  /** Seed of random numbers, a u64: a number where one holds it exactly, text beyond. */
  readonly seed: number | string;
}

/** Those of `palimpsest recall`, by signal reinforcement, which recalls all of them. */
const DEFAULTS: Settings = { inputs: 50, patterns: 30, rule: signal.name, noise: 0.2, seed: 1 };

/** Names of all settings, which are those of the attributes. */
export const SETTINGS = Object.keys(DEFAULTS) as readonly (keyof Settings)[];

/** How many pixels a digit has; each is a neuron. */
export const NEURONS = 784;
const MOST_DIGITS = 200;

type Check = { readonly [Name in keyof Settings]: (where: string, value: unknown) => Settings[Name] };

const CHECK: Check = {
  inputs: (where, value) => checkInteger(where, value, 1, NEURONS - 1),
  patterns: (where, value) => checkInteger(where, value, 1, MOST_DIGITS),
  rule: (where, value) => checkChoice(where, value, ELEMENT_RULES),
  noise: checkFlipped,
  seed: (where, value) => seedToJson(parseSeed(value as Seed, where)),
};

/**
 * A setting as it is kept.
 *
 * @throws TypeError or RangeError that names the attribute, the rule it breaks and the value.
 */
export function checkSetting<Name extends keyof Settings>(name: Name, value: unknown): Settings[Name] {
  return CHECK[name](`palimpsest-recall: ${name}`, value);
}

/** Reads a setting from the text of its attribute; without text it is the default. */
export function readSetting<Name extends keyof Settings>(name: Name, text: string | null): Settings[Name] {
  if (text === null) return DEFAULTS[name];
  const isText = typeof DEFAULTS[name] === "string" || name === "seed" || text.trim() === "";
  const number = Number(text);
  return checkSetting(name, isText || Number.isNaN(number) ? text.trim() : number);
}
