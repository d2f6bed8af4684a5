/** Parameters of experiments as numbers that a visitor sets, from the tables that declare them: for modules that run while the page is built. */
import type { AnyParameter } from "../../src/check/parameters.ts";
import { RULE_PARAMETER_NAMES, type RuleParameter } from "../../src/hopfield/rules/index.ts";
import type { DeclaredRuleParameter } from "../../src/hopfield/rules/rule.ts";
import { capital } from "../src/components/words.ts";
import type { DeclaredNumber } from "../src/state/fields.ts";

/** What a room says of a parameter otherwise than its table: where it begins and ends on the screen, words of its own. */
type Screen = Partial<DeclaredNumber>;
type Numbers<Name extends string> = { readonly [One in Name]: DeclaredNumber };

/**
 * Some parameters of an experiment.
 *
 * @param room     for messages
 * @param table    what the experiment takes
 * @param screens  the parameters that the room offers, and what it says of them itself
 * @throws TypeError or RangeError where the experiment would not take a value that the room offers.
 */
export function numbersOf<Name extends string>(
  room: string,
  table: { readonly [One in NoInfer<Name>]: AnyParameter },
  screens: { readonly [One in Name]: Screen },
): Numbers<Name> {
  const entries = Object.entries<Screen>(screens).map(([name, screen]) => {
    const declared: AnyParameter = table[name as Name];
    const found = { ...tableSays(name, declared), ...screen } as DeclaredNumber;
    const { initial, min, max, step } = found;
    for (const [end, value] of Object.entries({ initial, min, max }))
      declared.kind.check(`${room}: ${end} of ${name}`, value);
    if (step > 0 && min <= initial && initial <= max) return [name, found];
    throw new RangeError(
      `${room}: ${name} must begin within its range and have a step > 0, got ${initial} in [${min}, ${max}] by ${step}`,
    );
  });
  return Object.fromEntries(entries) as Numbers<Name>;
}

/** The parameters of all rules, as an experiment takes them. */
export function ruleNumbersOf(
  room: string,
  table: { readonly [Name in RuleParameter]: AnyParameter },
  screens: { readonly [Name in RuleParameter]?: Screen } = {},
): Numbers<RuleParameter> {
  const all = RULE_PARAMETER_NAMES.map((name) => [name, screens[name] ?? {}]);
  return numbersOf<RuleParameter>(room, table, Object.fromEntries(all));
}

function tableSays(name: string, declared: AnyParameter & Partial<DeclaredRuleParameter>): Screen {
  const { kind, about, symbol = "", slider, default: value, otherwise } = declared;
  const { anyOf: [schema] = [kind.schema] } = kind.schema as { readonly anyOf?: readonly (typeof kind.schema)[] };
  const own = Number(value ?? otherwise ?? Number.NaN);
  return {
    min: schema["minimum"] as number,
    max: schema["maximum"] as number,
    ...(schema["type"] === "integer" && { step: 1 }),
    help: `${capital(about)}.`,
    ...slider,
    label: `${slider?.label ?? capital(name)} ${symbol}`.trim(),
    ...(!Number.isNaN(own) && { initial: own }),
  };
}
