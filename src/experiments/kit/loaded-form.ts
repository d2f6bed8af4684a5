/** What the commands of experiments on networks of given loads add where nothing is said. */

import type { Parameters, SpecOf } from "../../check/parameters.ts";
import { given } from "../../hopfield/rules/given.ts";
import type { Rule } from "../../hopfield/rules/index.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { random } from "../../hopfield/rules/random.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { type Form, form } from "./command.ts";
import type { loadedNetworksParameters } from "./parameters.ts";

const RULES: readonly Rule[] = [random.name, noise.name, signal.name];

/** @param loads  where neither loads nor numbers of patterns are said. */
export function loadedForm<Table extends typeof loadedNetworksParameters & Parameters>(
  parameters: Table,
  loads: readonly number[],
): Form {
  return form<typeof loadedNetworksParameters>({
    parameters,
    complete(typed: Partial<SpecOf<typeof loadedNetworksParameters>> & { readonly connectivity?: unknown }) {
      const own = typed.patterns === undefined && typed.loads === undefined ? { loads, ...typed } : typed;
      if (typed.connectivity !== undefined) return { rule: [given.name, ...RULES], ...own };
      return { neurons: 300, inputs: 30, rule: RULES, ...own };
    },
  });
}
