/** The command `palimpsest bench`: the document that it prints, and the sizes that it refuses. */
import { expect, test } from "vitest";
import { command } from "../support/command.ts";

interface BenchDocument {
  command: string;
  spec: Record<string, unknown>;
  rows: Record<string, unknown>[];
  summary: { kernel: string; neurons: number; variant: string; against: string; speedup: number }[];
  provenance: Record<string, unknown>;
}

test("palimpsest bench --quick --json prints one document with every kernel on both backends", async () => {
  const { code, stdout, stderr } = await command(
    "bench",
    "--quick",
    "--neurons",
    100,
    "--threads",
    2,
    "--json",
    "--quiet",
  );
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as BenchDocument;
  expect(Object.keys(document)).toEqual(["command", "spec", "rows", "summary", "provenance"]);
  expect(document.command).toBe("bench");
  expect(document.spec).toEqual({ neurons: [100], threads: 2, network: 100, seed: 1, quick: true });
  const kernels = ["overlap", "swap annealing", "heat bath", "retrieval"];
  expect(document.rows.map(({ kernel, variant }) => `${kernel}, ${variant}`)).toEqual([
    ...kernels.flatMap((kernel) => [`${kernel}, wasm`, `${kernel}, js`]),
    "network, 2 threads",
    "network, 1 thread",
  ]);
  for (const row of document.rows) {
    expect(Object.keys(row)).toEqual([
      ...["kernel", "neurons", "inputs", "patterns", "note", "variant"],
      ...["milliseconds", "lower", "upper", "ratio", "ratioLower", "ratioUpper", "rounds"],
    ]);
    expect(row["milliseconds"]).toBeGreaterThan(0);
  }
  expect(document.summary.map(({ kernel, against }) => `${kernel}, ${against}`)).toEqual([
    ...kernels.map((kernel) => `${kernel}, js`),
    "network, 1 thread",
  ]);
  expect(document.provenance).toMatchObject({ backend: "wasm", threads: 2, node: process.version });
  expect(document.provenance["machine"]).toMatchObject({ node: process.version, v8: process.versions.v8 });
  expect(document.provenance["commandLine"]).toBe("palimpsest bench --neurons 100 --threads 2 --seed 1 --quick");
});

test("sizes that make no sense are refused before anything is timed", async () => {
  for (const neurons of ["3", "2000000"]) {
    const { code, stderr } = await command("bench", "--neurons", neurons);
    expect(code).toBe(2);
    expect(stderr).toContain(`bench: neurons must be an integer in [20, 10000], got ${neurons}`);
  }
  expect((await command("bench", "--threads", "0")).code).toBe(2);
  expect((await command("bench", "--neurons", "many")).code).toBe(2);
});
