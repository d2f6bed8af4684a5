/** Before tests that run dist/: builds it, where it was built from other sources than the present. */
import { execFileSync } from "node:child_process";
import { isStale } from "../../scripts/sources.ts";

export default function setup(): void {
  if (!isStale()) return;
  console.log("dist/ is not built from the present sources: building it (about 20 s)");
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
}
