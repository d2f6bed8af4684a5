/** The command line that repeats in Node what the room shows. */
import { SEARCH_RULES, SEARCHES } from "../../rules.data.ts";
import { ruleOptions, ruleValues } from "../../state/rule-values.ts";
import { state } from "./state.ts";

/** The command line; undefined with pictures of the visitor's own, since a command can name digits only. */
export function commandOf(): string | undefined {
  if (state.own.value !== "") return undefined;
  const rule = state.rule.value;
  const searched = SEARCH_RULES.find((one) => one === rule);
  return [
    `palimpsest recall --count ${state.stored.value} --inputs ${state.inputs.value} --rule ${rule}`,
    ...ruleOptions(ruleValues(rule, state)),
    ...(searched ? [`--sweeps ${SEARCHES[searched].quickSweeps}`] : []),
    `--noise ${state.noise.value} --occlude ${state.occlude.value} --seed ${state.seed.value}`,
  ].join(" ");
}
