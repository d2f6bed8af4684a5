/** `palimpsest schema`: the JSON Schema of the specs of an experiment, or of sweeps. */
import type { Command } from "commander";

/** `palimpsest schema`: what specs may say, for editors and validators. */
export function addSchema(program: Command): void {
  program
    .command("schema")
    .description("JSON Schema of the specs of an experiment, or of sweeps")
    .argument("[name]", "experiment, or sweep", "sweep")
    .action(async (name: string) => {
      const { schemas } = await import("../sweep/schema.ts");
      const { checkChoice } = await import("../check/check.ts");
      const all = await schemas();
      const schema = all[checkChoice("schema: name", name, Object.keys(all))];
      process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
    });
}
