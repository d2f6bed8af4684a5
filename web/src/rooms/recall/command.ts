/** The command line that repeats in Node what the room shows. */
import { SWEEPS } from "./network.ts";
import { state } from "./state.ts";

/** The command line; undefined with pictures of the visitor's own, since a command can name digits only. */
export function commandOf(): string | undefined {
  if (state.own.value !== "") return undefined;
  const rule = state.rule.value;
  return [
    `palimpsest recall --count ${state.stored.value} --inputs ${state.inputs.value} --rule ${rule}`,
    rule === "margin" && `--margin ${state.margin.value}`,
    rule !== "random" && `--sweeps ${SWEEPS[rule]}`,
    `--noise ${state.noise.value} --occlude ${state.occlude.value} --seed ${state.seed.value}`,
  ]
    .filter((part) => part !== false)
    .join(" ");
}
