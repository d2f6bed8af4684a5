/** The command `palimpsest capacity`: output, files, interruption and resumption, and the same bits on any threads and backend. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { command, start } from "../support/command.ts";
import { folder } from "../support/folder.ts";

const SMALL = [
  "--neurons",
  80,
  "--inputs",
  "8,20",
  "--rule",
  "random,noise,signal",
  "--seeds",
  2,
  "--seed",
  5,
] as const;

interface CapacityDocument {
  command: string;
  spec: Record<string, unknown>;
  rows: {
    inputs: number;
    rule: string;
    capacity: number;
    load: number;
    seed: number;
    epsilon: number | null;
    margin: number | null;
  }[];
  summary: { rule: string; inputs: number; load: number; loadDeviation: number; seeds: number }[];
  provenance: Record<string, unknown>;
}

test("--json prints one document, with a row for every rule, number of inputs and seed", async () => {
  const { code, stdout, stderr } = await command("capacity", ...SMALL, "--json", "--quiet");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as CapacityDocument;
  expect(Object.keys(document)).toEqual(["command", "spec", "rows", "summary", "provenance"]);
  expect(document.command).toBe("capacity");
  expect(document.rows).toHaveLength(3 * 2 * 2);
  expect(document.summary).toHaveLength(3 * 2);
  for (const row of document.rows) {
    expect(row.load).toBe(row.capacity / row.inputs);
    expect(row.epsilon).toBe(row.rule === "random" ? null : row.rule === "noise" ? 0 : row.load);
  }
  const loads = document.rows.filter((row) => row.rule === "signal" && row.inputs === 8).map((row) => row.load);
  const mean = (loads[0] + loads[1]) / 2;
  const summary = document.summary.find((entry) => entry.rule === "signal" && entry.inputs === 8)!;
  expect(summary.load).toBeCloseTo(mean, 12);
  expect(summary.loadDeviation).toBeCloseTo(Math.abs(loads[0] - loads[1]) / Math.SQRT2, 12);
  // choosing synapses pays: several times the load of random ones
  expect(mean).toBeGreaterThan(4 * document.summary.find((e) => e.rule === "random" && e.inputs === 8)!.load);
});

test("--rule margin stores most, with κ in rows, tables and figure, on any threads and backend", async () => {
  const out = join(folder(), "run");
  const args = ["capacity", "--neurons", 80, "--inputs", 16, "--rule", "signal,margin", "--seeds", 1, "--seed", 3];
  const rest = ["--sweeps", 40, "--margin", 0.5, "--json", "--quiet"];
  const { code, stdout } = await command(...args, ...rest, "--out", out);
  expect(code).toBe(0);
  const { rows, spec } = JSON.parse(stdout) as CapacityDocument;
  expect(spec).toMatchObject({ margin: 0.5, anneal: { solver: "heat-bath" }, marginAnneal: { solver: "swap" } });
  expect(rows.map(({ rule, margin }) => [rule, margin])).toEqual([
    ["signal", null],
    ["margin", 0.5],
  ]);
  expect(rows[1].epsilon).toBeNull();
  expect(rows[1].capacity).toBeGreaterThan(rows[0].capacity);
  const table = readFileSync(join(out, "rows.csv"), "utf8").split("\r\n");
  expect(table[0]).toBe("neurons,inputs,rule,epsilon,seed,capacity,load,networks,margin");
  expect(readFileSync(join(out, "figure.svg"), "utf8")).toContain("#009E73");
  const again = await command(...args, ...rest, "--threads", 1, "--backend", "js");
  expect((JSON.parse(again.stdout) as CapacityDocument).rows).toEqual(rows);
  const refused = await command(...args, "--margin", 0);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/margin must be a finite number > 0, got 0/);
});

test("one thread, two threads and the JavaScript backend find the same bits", async () => {
  const rows = async (...extra: (string | number)[]): Promise<unknown> => {
    const small = [
      "--neurons",
      60,
      "--inputs",
      10,
      "--rule",
      "random,noise,signal",
      "--seeds",
      1,
      "--seed",
      "18446744073709551615",
    ];
    const { code, stdout, stderr } = await command("capacity", ...small, "--sweeps", 5, "--json", "--quiet", ...extra);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    return (JSON.parse(stdout) as CapacityDocument).rows;
  };
  const one = await rows("--threads", 1);
  expect(await rows("--threads", 2)).toEqual(one);
  expect(await rows("--backend", "js")).toEqual(one);
});

test("--out writes tables, figure, record and ledger; a finished run is repeated, another spec refused", async () => {
  const out = join(folder(), "run");
  const args = ["capacity", "--neurons", 60, "--inputs", 6, "--rule", "random", "--seed", 1, "--quiet", "--out", out];
  const first = await command(...args);
  expect(first.code).toBe(0);
  expect(first.stdout).toContain(`picture   ${join(out, "figure.png")}`);
  const files = ["rows.csv", "rows.parquet", "figure.svg", "figure.png", "patterns.png", "run.json", "rows.jsonl"];
  for (const file of files) expect(existsSync(join(out, file)), file).toBe(true);
  expect(existsSync(join(out, "gain.png"))).toBe(false); // there is nothing to gain over
  const csv = readFileSync(join(out, "rows.csv"), "utf8").split("\r\n");
  expect(csv[0]).toBe("neurons,inputs,rule,epsilon,seed,capacity,load,networks");
  expect(csv[1]).toMatch(/^60,6,random,,1,\d+,[\d.]+,\d+$/);
  expect(readFileSync(join(out, "figure.png")).subarray(1, 4).toString()).toBe("PNG");
  expect(readFileSync(join(out, "figure.svg"), "utf8")).toContain("palimpsest capacity --neurons 60");
  // points finish in any order
  const lines = (): string[] => readFileSync(join(out, "rows.jsonl"), "utf8").split("\n").sort();
  const ledger = lines();
  expect((await command(...args)).code).toBe(0);
  expect(lines()).toEqual(ledger);
  const other = await command(...args, "--threshold", 0.8);
  expect(other.code).toBe(2);
  expect(other.stderr).toContain("holds the run of another spec");
});

test("SIGINT ends it at once, keeps the finished points, and --resume finds the rows of an undisturbed run", {
  timeout: 120_000,
}, async () => {
  const out = join(folder(), "run");
  const args = [
    "capacity",
    "--neurons",
    150,
    "--inputs",
    "8,15,30,60",
    "--rule",
    "random,signal",
    "--seeds",
    2,
    "--seed",
    9,
  ];
  const { child, finished } = start(...args, "--out", out, "--quiet");
  const ledger = join(out, "rows.jsonl");
  // until a few points are there: random ones come last, being cheap
  while (!existsSync(ledger) || readFileSync(ledger, "utf8").split("\n").length < 4) {
    expect(child.exitCode).toBe(null);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const asked = performance.now();
  child.kill("SIGINT");
  const { code, stderr, stdout } = await finished;
  // 100 ms is the aim; the rest is the machine's noise
  expect(performance.now() - asked).toBeLessThan(1000);
  expect(code).toBe(75);
  expect(stdout).toBe("");
  expect(stderr).toMatch(
    /interrupted with \d+ of 16 critical loads found, kept in .*rows\.jsonl; the same command with --seed 9 --resume continues/,
  );

  const refused = await command(...args, "--out", out, "--quiet");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("continue it with --resume");
  const resumed = await command(...args, "--out", out, "--quiet", "--json", "--resume");
  expect(resumed.code).toBe(0);
  const undisturbed = await command(...args, "--quiet", "--json");
  expect((JSON.parse(resumed.stdout) as CapacityDocument).rows).toEqual(
    (JSON.parse(undisturbed.stdout) as CapacityDocument).rows,
  );
});

test("an interruption without --out says that nothing is kept", async () => {
  const { child, finished } = start("capacity", "--neurons", 800, "--inputs", 80, "--rule", "signal", "--seed", 1);
  await new Promise((resolve) => setTimeout(resolve, 2500)); // it has begun, on a busy machine too
  child.kill("SIGTERM");
  const { code, stderr } = await finished;
  expect(code).toBe(130);
  expect(stderr).toContain("interrupted with 0 of 3 critical loads found; nothing is kept without --out");
});

test.each([
  [["--neurons", 100, "--inputs", 100], "capacity: inputs must be less than the number of neurons, 100, got 100"],
  [["--neurons", 100, "--inputs", 0], "capacity: inputs must be an integer ≥ 1, got 0"],
  [["--neurons", 1], "capacity: neurons must be an integer ≥ 2, got 1"],
  [["--neurons", 1e6, "--inputs", 10], "GiB, more than the 3.50 GiB that fit"],
  [
    ["--rule", "sigma"],
    'capacity: rule must be one of "random", "given", "noise", "signal", "margin", "strongest", got "sigma"',
  ],
  [["--rule", "noise", "--epsilon", 1], 'capacity: epsilon must be left out unless rule has "signal", got 1'],
  [["--seeds", 0], "capacity: seeds must be an integer in [1, 10000], got 0"],
  [["--seed", -1], "must be an integer in [0, 2^64)"],
  [["--seed", "18446744073709551616"], "must be in [0, 2^64), got 18446744073709551616"],
  [["--threshold", 1.5], "capacity: threshold must be in (0, 1], got 1.5"],
  [["--inputs", "5,x"], 'It must be a whole number, got "x".'],
  [["--threads", 0], "threads: count must be an integer in [1, 1024], got 0"],
  [["--temperatures", "1"], "It must be 2 values, start,end, got 1."],
  [["--sweeps", 5, "--time-limit", 1], "capacity: sweeps and timeLimit exclude each other, got both"],
  [["--sed", 1], "Did you mean --seed?"],
  [["--order", "chaotic"], 'capacity: order must be one of "sequential", "random", "synchronous", got "chaotic"'],
])("capacity %j is refused with exit code 2 and no stack trace", async (args, message) => {
  const { code, stdout, stderr } = await command("capacity", ...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).toBe("");
  expect(code).toBe(2);
});

test("an unknown command is refused with a suggestion, --help and --version are answered", async () => {
  const unknown = await command("capcity");
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain("Did you mean capacity?");
  const help = await command("capacity", "--help");
  expect(help.code).toBe(0);
  expect(help.stdout).toContain("--inputs");
  const version = await command("--version");
  expect(version.stdout.trim()).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
});

test("--null measures networks with the degrees and the distances of the given one, in rows of their own", async () => {
  const dir = folder();
  const at = (i: number) => [Math.cos(i), Math.sin(3 * i)];
  const lines = Array.from({ length: 40 }, (_, i) => [1, 2, 5, 9, 14].map((step) => `${(i * 3 + step) % 40},${i}`));
  writeFileSync(join(dir, "net.csv"), `source,target\n${lines.flat().join("\n")}\n`);
  writeFileSync(join(dir, "at.csv"), `x,y\n${Array.from({ length: 40 }, (_, i) => at(i).join(",")).join("\n")}\n`);
  const given = ["--connectivity", join(dir, "net.csv"), "--rule", "given", "--seeds", 2, "--seed", 1] as const;
  const out = join(dir, "out");
  const run = [
    "capacity",
    ...given,
    "--null",
    "degree,both",
    "--positions",
    join(dir, "at.csv"),
    "--out",
    out,
  ] as const;
  const { code, stdout } = await command(...run);
  expect(code).toBe(0);
  for (const label of ["given ", "given (degrees kept) ", "given (degrees and distances kept) "]) {
    expect(stdout).toContain(`\n${label}`);
  }
  const [head, ...rows] = readFileSync(join(out, "rows.csv"), "utf8").trim().split("\r\n");
  expect(head).toBe("neurons,inputs,rule,epsilon,seed,capacity,load,networks,null");
  expect(rows.map((row) => row.split(",").at(-1))).toEqual(["none", "none", "degree", "degree", "both", "both"]);
  // run again, everything is there
  const again = await command(...run, "--resume", "--json", "--quiet");
  expect(JSON.parse(again.stdout).rows.map(({ null: own }: { null: string }) => own)).toHaveLength(6);
  const { code: refused, stderr } = await command("capacity", ...given, "--null", "distance");
  expect([refused, stderr]).toEqual([2, expect.stringContaining('positions must be given with null "distance"')]);
  writeFileSync(join(dir, "named.csv"), `name,x\n${Array.from({ length: 40 }, (_, i) => `n${i},${i}`).join("\n")}\n`);
  const named = await command("capacity", ...given, "--null", "distance", "--positions", join(dir, "named.csv"));
  expect([named.code, named.stderr]).toEqual([2, expect.stringContaining('got names such as "n0"')]);
});

test("--patterns finds the critical load of patterns in a file, and says where there are too few", async () => {
  const dir = folder();
  const line = (mu: number) => Array.from({ length: 30 }, (_, i) => ((i * (mu + 3) * 7) % 11 < 5 ? 1 : 0)).join(" ");
  writeFileSync(join(dir, "p.txt"), [0, 1, 2, 3].map(line).join("\n"));
  const own = ["--patterns", join(dir, "p.txt"), "--rule", "random", "--seeds", 2, "--seed", 1] as const;
  const { code, stdout } = await command("capacity", ...own, "--inputs", "29");
  expect(code).toBe(0);
  expect(stdout).toMatch(/random +30 +29 +0\.967/);
  const one = join(dir, "one.txt");
  writeFileSync(one, line(0));
  const held = await command("capacity", "--patterns", one, "--inputs", "29", "--rule", "random", "--seed", 1);
  expect(held.stdout).toContain("All 1 patterns are held, so that critical loads lie beyond: random at c = 29");
  const without = await command("capacity", ...own);
  expect([without.code, without.stderr]).toEqual([2, expect.stringContaining("inputs must be")]);
});
