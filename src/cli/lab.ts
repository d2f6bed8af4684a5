/** `palimpsest lab`: the page where memories can be watched, from a server on this machine. */
import type { Command } from "commander";
import { interruptSignal, UsageError } from "./exit.ts";
import { count } from "./options.ts";

const PORT = 8080;
const MOST = 65_535;

/** `palimpsest lab`: serves the page of dist/lab to this machine alone. */
export function addLab(program: Command): void {
  program
    .command("lab")
    .description("serve the lab, a page where memories can be watched, touched and measured, to this machine alone")
    .option("--port <n>", "port on 127.0.0.1; 0 takes a free one", count, PORT)
    .action(run);
}

async function run({ port }: { readonly port: number }): Promise<void> {
  if (port > MOST) throw new UsageError(`--port: must be in [0, ${MOST}], got ${port}`);
  const { fileURLToPath } = await import("node:url");
  const { servePage } = await import("./serve.ts");
  // chunks of the command lie in dist/ beside lab/
  const page = await servePage(fileURLToPath(new URL("lab", import.meta.url)), port);
  process.stdout.write(`${page.address}\n`);
  process.stderr.write("Ctrl-C ends it\n");
  await new Promise<void>((resolve) => interruptSignal().addEventListener("abort", () => resolve()));
  await page.close();
}
