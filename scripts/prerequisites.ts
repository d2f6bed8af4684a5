// Gets what the tests need beyond npm's packages: Debian's Chromium, Redis and Slurm, through apt when this is root and
// PALIMPSEST_INSTALL is not "no"; otherwise says what to install and which tests are left out.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

interface Prerequisite {
  readonly name: string;
  readonly packages: readonly string[];
  readonly tests: string;
  isThere(): boolean;
}

const prerequisites: readonly Prerequisite[] = [
  {
    name: "Chromium",
    packages: ["chromium"],
    tests: "test/browser, test/web and what runs in Chromium of test/package and test/bench",
    isThere: () => existsSync(process.env["CHROMIUM"] ?? "/usr/bin/chromium"),
  },
  {
    name: "Redis",
    packages: ["redis-server"],
    tests: "test/cluster/queue.test.ts",
    isThere: () => existsSync("/usr/bin/redis-server"),
  },
  {
    name: "Slurm",
    packages: ["slurm-wlm", "munge"],
    tests: "test/cluster/slurm.test.ts",
    isThere: () => ["/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged"].every((path) => existsSync(path)),
  },
];

const missing = prerequisites.filter((one) => !one.isThere());
if (missing.length > 0) {
  const isWanted = process.env["PALIMPSEST_INSTALL"] !== "no";
  const canInstall = process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
  if (isWanted && canInstall) install(missing);
  for (const one of missing) {
    if (one.isThere()) continue;
    console.warn(
      `${one.name} is missing: ${one.tests} is left out; install it with: apt-get install ${one.packages.join(" ")}`,
    );
  }
}

function install(wanted: readonly Prerequisite[]): void {
  const packages = wanted.flatMap((one) => one.packages);
  const purposes = wanted.map((one) => `${one.packages.join(" and ")} (for ${one.tests})`);
  console.log(
    `installing with apt-get, as root: ${purposes.join(", ")}; PALIMPSEST_INSTALL=no leaves these tests out instead`,
  );
  const options = {
    stdio: ["ignore", "ignore", "inherit"] as ("ignore" | "inherit")[],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  try {
    execFileSync("apt-get", ["update", "-qq"], options);
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], options);
  } catch (error) {
    console.warn(`apt-get failed: ${(error as Error).message}`);
  }
}
