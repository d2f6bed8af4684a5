/** The pages of the reference, a table of parameters for each experiment. */
import { type AnyParameter, describe, entriesOf, flagOf, HEADINGS } from "../check/parameters.ts";
import type { Form } from "./kit/command.ts";
import { EXPERIMENTS, type Experiment, UNSWEPT } from "./registry.ts";

/** Pages by file name, as Markdown; of the experiments. */
export async function referencePages(): Promise<Readonly<Record<string, string>>> {
  const pages: Record<string, string> = {};
  for (const [name, experiment] of Object.entries({ ...EXPERIMENTS, ...UNSWEPT })) {
    pages[`${name}.md`] = pageOf(name, experiment, await experiment.form());
  }
  return pages;
}

function pageOf(
  name: string,
  { summary }: Pick<Experiment, "summary">,
  { parameters, tasks, functions = [name] }: Form,
): string {
  const parts = HEADINGS.flatMap((heading) => {
    const own = Object.entries(parameters).filter(([, { group = "Measurement" }]) => group === heading);
    return own.length === 0 ? [] : [`## ${heading}\n\n${listOf(own)}`];
  });
  for (const [task, { about, parameters: own }] of Object.entries(tasks?.tasks ?? {})) {
    const sentence = `${about[0].toUpperCase()}${about.slice(1)}${task === tasks?.usual ? "; what specs without a task ask for" : ""}.`;
    parts.push(`## Task \`${task}\`\n\n${sentence}\n\n${listOf(Object.entries(own), false)}`);
  }
  const decides = tasks ? " The key `task` names one of the tasks below, which decides what else a spec says." : "";
  return `# palimpsest ${name}

${summary[0].toUpperCase()}${summary.slice(1)}.

Keys are those of a spec: in a file for \`--spec\`${name in EXPERIMENTS ? ", in a sweep," : ""} and of ${functions.map((own) => `\`${own}\``).join(", ")} in JavaScript. The same as JSON Schema: \`palimpsest schema ${name}\`.${decides}

${parts.join("\n")}`;
}

/** @param hasOptions  false for what is given in spec files alone. */
function listOf(parameters: readonly (readonly [key: string, parameter: AnyParameter])[], hasOptions = true): string {
  const rowOf = (key: string, parameter: AnyParameter, name = key): string => {
    const flag = flagOf(name, parameter);
    const option = hasOptions ? [flag === null ? "" : `\`${flag}\``] : [];
    const cells = [`\`${key}\``, ...option, parameter.kind.words, describe(parameter)];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  };
  const rows = parameters.flatMap(([key, parameter]) => [
    rowOf(key, parameter),
    ...entriesOf(parameter).map(([entry, one]) => rowOf(`${key}.${entry}`, one, entry)),
  ]);
  const head = hasOptions ? "| key | option | value | |\n|---|---|---|---|\n" : "| key | value | |\n|---|---|---|\n";
  return `${head}${rows.join("")}`;
}
