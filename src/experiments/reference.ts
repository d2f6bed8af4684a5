/** The pages of the reference, a table of parameters for each experiment. */
import { describe, entriesOf, flagOf, HEADINGS, type Parameters } from "../check/parameters.ts";
import { declaredOf, EXPERIMENTS, type Experiment, UNSWEPT } from "./registry.ts";

/** Pages by file name, as Markdown; of the experiments whose parameters are declared. */
export async function referencePages(): Promise<Readonly<Record<string, string>>> {
  const pages: Record<string, string> = {};
  for (const [name, experiment] of Object.entries({ ...EXPERIMENTS, ...UNSWEPT })) {
    const parameters = await declaredOf(experiment);
    if (parameters) pages[`${name}.md`] = pageOf(name, experiment, parameters);
  }
  return pages;
}

function pageOf(name: string, { summary }: Pick<Experiment, "summary">, parameters: Parameters): string {
  const parts = HEADINGS.flatMap((heading) => {
    const own = Object.entries(parameters).filter(([, { group = "Measurement" }]) => group === heading);
    const rows = own.flatMap(([key, parameter]) => [
      rowOf(key, flagOf(key, parameter), parameter),
      ...entriesOf(parameter).map(([entry, one]) => rowOf(`${key}.${entry}`, flagOf(entry, one), one)),
    ]);
    return rows.length === 0
      ? []
      : [`## ${heading}\n\n| key | option | value | |\n|---|---|---|---|\n${rows.join("")}`];
  });
  return `# palimpsest ${name}

${summary[0].toUpperCase()}${summary.slice(1)}.

Keys are those of a spec: in a file for \`--spec\`${name in EXPERIMENTS ? ", in a sweep," : ""} and of \`${name}\` in JavaScript. The same as JSON Schema: \`palimpsest schema ${name}\`.

${parts.join("\n")}`;
}

function rowOf(key: string, flag: string | null, parameter: Parameters[string]): string {
  const option = flag === null ? "" : `\`${flag}\``;
  const cells = [`\`${key}\``, option, parameter.kind.words, describe(parameter)];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
}
