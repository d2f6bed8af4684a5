/** Labels, colours and glyphs of the rules of connectivity and of learning, in tables by their names. */
import { LEARNING_NAMES, LEARNINGS, type Learning } from "../../hopfield/learning/index.ts";
import { RULE_NAMES, RULES, type Rule } from "../../hopfield/rules/index.ts";

function tableOf<Value>(of: (rule: (typeof RULES)[Rule]) => Value): Readonly<Record<Rule, Value>> {
  return Object.fromEntries(RULE_NAMES.map((name) => [name, of(RULES[name])])) as Record<Rule, Value>;
}

/** One colour for each rule, from the Okabe–Ito set. */
export const RULE_COLORS = tableOf<string>(({ color }) => color);

/** Label of each rule of connectivity, such as "noise reduction". */
export const RULE_LABELS = tableOf<string>(({ label }) => label);

/** One glyph for each rule where there may be no colour. */
export const RULE_GLYPHS = tableOf<string>(({ glyph }) => glyph);

/** Label of each learning rule, such as "Storkey". */
export const LEARNING_LABELS = Object.fromEntries(
  LEARNING_NAMES.map((name) => [name, LEARNINGS[name].label]),
) as Readonly<Record<Learning, string>>;
