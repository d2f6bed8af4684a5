/** What the kernels are meant to reach, and whether they did in this run. */
import type { BenchRow, Work } from "../../src/bench/rows.ts";
import type { Package } from "../jobs.ts";

export interface Target {
  readonly what: string;
  readonly wanted: string;
  /** null when it was not measured. */
  readonly measured: number | null;
  readonly met: boolean | null;
}

interface Limit {
  readonly most?: number;
  readonly least?: number;
  readonly unit?: string;
}

export function targetsOf(rows: readonly BenchRow[], built: Package | null): Target[] {
  const find = (kernel: Work["kernel"], neurons: number, variant: string, note = ""): BenchRow | undefined =>
    rows.find(
      (row) => row.kernel === kernel && row.neurons === neurons && row.variant === variant && row.note.includes(note),
    );
  /** Our time ÷ theirs. */
  const ours = (...of: Parameters<typeof find>): number | undefined => inverse(find(...of)?.ratio);
  /** Their time ÷ ours. */
  const theirs = (...of: Parameters<typeof find>): number | undefined => find(...of)?.ratio;
  const seconds = (...of: Parameters<typeof find>): number | undefined => {
    const row = find(...of);
    return row && row.milliseconds / 1000;
  };
  const network = rows.find((row) => row.kernel === "network" && row.neurons === 1000 && row.variant === "2 threads");
  return [
    ...[1000, 2000].flatMap((N) => [
      target(`overlap N=${N}: our time ÷ C++ SSE4.2`, ours("overlap", N, "C++ SSE4.2"), { most: 1.1 }),
      target(
        `overlap N=${N}: ssyrk's time ÷ ours`,
        theirs("overlap", N, "OpenBLAS ssyrk") ?? theirs("overlap", N, "NumPy xi.T @ xi"),
        { least: 4.5 },
      ),
    ]),
    target("swap annealing N=1000: our time ÷ C++ SSE4.2", ours("swap annealing", 1000, "C++ SSE4.2"), { most: 1.2 }),
    target("swap annealing N=1000: our time ÷ C++ AVX2", ours("swap annealing", 1000, "C++ AVX2"), { most: 1.5 }),
    target("swap annealing N=1000: JavaScript's time ÷ ours", theirs("swap annealing", 1000, "js"), { least: 12 }),
    target("heat bath N=1000: our time ÷ C++ SSE4.2", ours("heat bath", 1000, "C++ SSE4.2"), { most: 1.3 }),
    target("retrieval N=2000: our time ÷ C++ SSE4.2", ours("retrieval", 2000, "C++ SSE4.2", "sequential"), {
      most: 1.2,
    }),
    target("retrieval N=2000: event-driven JavaScript's time ÷ ours", theirs("retrieval", 2000, "js", "sequential"), {
      least: 25,
    }),
    ...(
      [
        ["hebb", 3],
        ["storkey", 40],
        ["pseudoinverse", 30],
        ["recall of one cue", 1],
      ] as const
    ).map(([note, most]) =>
      target(`learning N=1000: ${note}`, find("learning", 1000, "wasm", note)?.milliseconds, { most, unit: " ms" }),
    ),
    ...[100, 1000].map((N) =>
      target(`matrix times vector N=${N}: our time ÷ C++ SSE4.2`, ours("matrix times vector", N, "C++ SSE4.2"), {
        most: 1.3,
      }),
    ),
    target(
      "matrix times vector N=4000: part of the speed of reading alone",
      theirs("matrix times vector", 4000, "reading alone"),
      { least: 0.75 },
    ),
    target("tanh: Math.tanh's time ÷ ours", theirs("tanh", 4096, "Math.tanh"), { least: 2.5 }),
    target("flow N=1000 at 1e-6: time of odex on plain arrays ÷ ours", theirs("flow", 1000, "odex"), { least: 20 }),
    target("flow N=1000 at 1e-6: SciPy RK45's time ÷ ours", theirs("flow", 1000, "SciPy RK45"), { least: 1 }),
    target("flow N=100 at 1e-6: SciPy RK45's time ÷ ours", theirs("flow", 100, "SciPy RK45"), { least: 3 }),
    target("optimal control N=2, 50 instants, to 1e-9", find("optimal control", 2, "wasm", "published")?.milliseconds, {
      most: 0.3,
      unit: " ms",
    }),
    target("optimal control N=16: the map, 50 instants, to 1e-9", seconds("optimal control", 16, "wasm", "map"), {
      most: 0.5,
      unit: " s",
    }),
    target("optimal control N=1000, by sweeps", seconds("optimal control", 1000, "wasm", "by sweeps"), {
      most: 30,
      unit: " s",
    }),
    ...(["overlap", "swap annealing", "heat bath", "retrieval", "matrix times vector"] as const).map((kernel) =>
      target(`${kernel} N=1000: time in Chromium ÷ in Node`, theirs(kernel, 1000, "Chromium"), { most: 1.1 }),
    ),
    target("network N=1000: time of one thread ÷ of two", network && theirs("network", 1000, "1 thread"), {
      least: 1.9,
    }),
    target("network N=1000 on two threads", network && network.milliseconds / 1000, { most: 3.2, unit: " s" }),
    target("kernels.wasm, gzipped", built ? built.gzippedBytes / 1000 : undefined, { most: 25, unit: " kB" }),
    target("palimpsest --version", built?.versionMilliseconds, { most: 120, unit: " ms" }),
  ];
}

function target(what: string, measured: number | undefined, { most, least, unit = "" }: Limit): Target {
  const wanted = most === undefined ? `≥ ${least}${unit}` : `≤ ${most}${unit}`;
  if (measured === undefined) return { what, wanted, measured: null, met: null };
  return { what, wanted, measured, met: most === undefined ? measured >= least! : measured <= most };
}

function inverse(ratio: number | undefined): number | undefined {
  return ratio === undefined ? undefined : 1 / ratio;
}
