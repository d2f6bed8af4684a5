/** How many inputs the neurons of an experiment have: a number for all of them, or as in given connectivity. */
import { type AnyParameter, parameter, readParameters, type SpecOf } from "../../check/parameters.ts";
import { checkFewer } from "../../hopfield/connectivity.ts";
import { type ConnectivityRecord, meanInputs, recordOf } from "../../hopfield/given.ts";
import { givenAmong, type Rule } from "../../hopfield/rules/index.ts";
import { wiringParameters } from "./parameters.ts";

export interface WiringSpec extends Pick<SpecOf<typeof wiringParameters>, "neurons" | "connectivity"> {}

export interface WiringPlan {
  readonly neurons: number;
  /** Numbers of inputs c, or the mean c̄ of given connectivity. */
  readonly inputs: readonly number[];
  /** Record of the given connectivity; left out where there is none. */
  readonly connectivity?: ConnectivityRecord;
}

/**
 * Validates neurons, inputs and connectivity, and that the rule "given" is there only with the latter.
 *
 * @param declared  the parameter `inputs` of the experiment: one number, or several.
 */
export function planWiring(
  where: string,
  spec: WiringSpec & { readonly inputs?: number | readonly number[]; readonly rule?: Rule | readonly Rule[] },
  declared: AnyParameter = wiringParameters.inputs,
): WiringPlan {
  const { connectivity, inputs } = spec;
  const rules = spec.rule === undefined ? [] : [spec.rule].flat();
  if (connectivity === undefined) {
    const keeping = givenAmong(rules);
    if (keeping !== undefined) {
      throw new TypeError(`${where}: connectivity must be given for rule "${keeping}", got none`);
    }
    const { neurons } = readParameters(where, DRAWN, spec);
    const counts: readonly number[] = [declared.kind.check(`${where}: inputs`, inputs)].flat();
    return { neurons, inputs: counts.map((c) => checkFewer(`${where}: inputs`, c, neurons)) };
  }
  if (inputs !== undefined) {
    throw new TypeError(`${where}: inputs and connectivity exclude each other, got both`);
  }
  const { neurons } = readParameters(where, GIVEN, spec);
  const record = recordOf(`${where}: connectivity`, connectivity, neurons);
  return { neurons: record.neurons, inputs: [meanInputs(record)], connectivity: record };
}

/** The number of neurons, which follows from connectivity where that is given. */
const GIVEN = { neurons: wiringParameters.neurons };
const DRAWN = { neurons: parameter({ ...wiringParameters.neurons, required: true }) };

/** Most inputs a plan has to hold: connections ÷ neurons, rounded up. */
export function mostInputs({ inputs }: Pick<WiringPlan, "inputs">): number {
  return Math.ceil(Math.max(...inputs));
}
