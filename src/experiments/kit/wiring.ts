/** How many inputs the neurons of an experiment have: a number for all of them, or as in given connectivity. */
import { checkInteger } from "../../check/check.ts";
import { listOf, unique } from "../../check/lists.ts";
import type { SpecOf } from "../../check/parameters.ts";
import { checkInputs } from "../../hopfield/connectivity.ts";
import { type ConnectivityRecord, meanInputs, recordOf } from "../../hopfield/given.ts";
import { givenAmong, type Rule } from "../../hopfield/rules/index.ts";
import type { wiringParameters } from "./parameters.ts";

export interface WiringSpec extends Pick<SpecOf<typeof wiringParameters>, "neurons" | "connectivity"> {}

export interface WiringPlan {
  readonly neurons: number;
  /** Numbers of inputs c, or the mean c̄ of given connectivity. */
  readonly inputs: readonly number[];
  /** Record of the given connectivity; left out where there is none. */
  readonly connectivity?: ConnectivityRecord;
}

/** Validates neurons, inputs and connectivity, and that the rule "given" is there only with the latter. */
export function planWiring(
  where: string,
  spec: WiringSpec & { readonly inputs?: number | readonly number[]; readonly rule?: Rule | readonly Rule[] },
): WiringPlan {
  const { connectivity, inputs } = spec;
  const rules = spec.rule === undefined ? [] : [spec.rule].flat();
  if (connectivity === undefined) {
    const keeping = givenAmong(rules);
    if (keeping !== undefined) {
      throw new TypeError(`${where}: connectivity must be given for rule "${keeping}", got none`);
    }
    const neurons = checkInteger(`${where}: neurons`, spec.neurons, 2);
    const counts = listOf(`${where}: inputs`, inputs as number | readonly number[]);
    return { neurons, inputs: unique(counts.map((c) => checkInputs(`${where}: inputs`, c, neurons))) };
  }
  if (inputs !== undefined) {
    throw new TypeError(`${where}: inputs and connectivity exclude each other, got both`);
  }
  const known = spec.neurons === undefined ? undefined : checkInteger(`${where}: neurons`, spec.neurons, 2);
  const record = recordOf(`${where}: connectivity`, connectivity, known);
  return { neurons: record.neurons, inputs: [meanInputs(record)], connectivity: record };
}

/** Most inputs a plan has to hold: connections ÷ neurons, rounded up. */
export function mostInputs({ inputs }: Pick<WiringPlan, "inputs">): number {
  return Math.ceil(Math.max(...inputs));
}
