/** The command `palimpsest recall`: pictures, patterns and given connectivity. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readNpz, writeNpy } from "../../src/node.ts";
import { command } from "../support/command.ts";
import { folder } from "../support/folder.ts";
import { makePng } from "../support/png.ts";

const dir = folder();
const pictures = join(dir, "pictures");
const edges = join(dir, "edges.csv");
const QUICK = ["--sweeps", 1, "--seed", 1, "--quiet"];

/** Black bars on white paper, `width` pixels wide, each at another place. */
function bars(count: number): void {
  mkdirSync(pictures);
  for (let mu = 0; mu < count; mu++) {
    const sample = (x: number, y: number) => (((mu % 2 ? x : y) >> 2) % 4 === mu >> 1 ? 0 : 255);
    writeFileSync(join(pictures, `bar-${mu}.png`), makePng({ width: 40, height: 40, depth: 8, color: 0, sample }));
  }
}

beforeAll(() => {
  bars(5);
  // every neuron of 100 reads its next seven
  const lines = Array.from(
    { length: 700 },
    (_, k) => `${(Math.floor(k / 7) + 1 + (k % 7)) % 100},${Math.floor(k / 7)}`,
  );
  writeFileSync(edges, `source,target\n${lines.join("\n")}\n`);
});

interface RecallDocument {
  rows: { rule: string; pattern: number; overlap: number; wrong: number; retrieved: boolean }[];
  summary: { rule: string; retrieved: number; patterns: number; margin?: number | null }[];
  spec: Record<string, unknown>;
  provenance: { commandLine: string };
}

const json = async (...args: readonly (string | number)[]): Promise<RecallDocument> => {
  const { code, stdout, stderr } = await command("recall", ...args, ...QUICK, "--json");
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as RecallDocument;
};

test("digits unless told otherwise: rows, pictures and states that other programs read, and a command that repeats them", async () => {
  const out = join(dir, "out");
  const args = ["--count", 6, "--inputs", 20, "--rule", "random,signal"];
  const { rows, summary, provenance } = await json(...args, "--out", out);
  expect(summary.map(({ rule, patterns }) => `${rule} ${patterns}`)).toEqual(["random 6", "signal 6"]);
  expect(summary[1].retrieved).toBeGreaterThan(summary[0].retrieved);
  const { stored, cues, signal } = readNpz(readFileSync(join(out, "states.npz")), "states");
  for (const { rule, pattern, wrong } of rows.filter((row) => row.rule === "signal")) {
    let found = 0;
    for (let at = pattern * 784; at < (pattern + 1) * 784; at++) if (signal.data[at] !== stored.data[at]) found++;
    expect(wrong, rule).toBe(found);
  }
  expect(cues.shape).toEqual([6, 784]);
  expect(readFileSync(join(out, "rows.csv"), "utf8").split("\r\n")[0]).toBe(
    "rule,learning,epsilon,margin,pattern,name,cue,overlap,retrieved,wrong,status,sweeps",
  );
  expect(readFileSync(join(out, "figure.svg"), "utf8")).toContain("signal reinforcement");
  expect(readFileSync(join(out, "figure.png")).subarray(1, 4).toString()).toBe("PNG");
  const repeated = await command(...provenance.commandLine.split(" ").slice(1), "--json", "--quiet");
  expect((JSON.parse(repeated.stdout) as RecallDocument).rows).toEqual(rows);
  // what the ledger has is not computed again
  const { code, stdout } = await command("recall", ...args, ...QUICK, "--out", out, "--resume", "--json");
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as RecallDocument).rows).toEqual(rows);
});

test("a folder of PNGs, thresholded: black is active; dithered and inverted on demand", async () => {
  const args = ["--images", pictures, "--size", "10x10", "--inputs", 12, "--rule", "random"];
  const out = join(dir, "bars");
  const { spec } = await json(...args, "--out", out);
  expect(spec).toMatchObject({ patterns: 5, images: { width: 10, height: 10 } });
  const { stored } = readNpz(readFileSync(join(out, "states.npz")), "states");
  expect(Array.from(stored.data.subarray(0, 100), Number)).toEqual(
    Array.from({ length: 100 }, (_, k) => (Math.floor(k / 10) % 4 === 0 ? 1 : -1)),
  );
  const { spec: inverted } = await json(...args, "--invert", "--dither");
  expect(inverted["images"]).not.toEqual(spec["images"]);
});

test("given connectivity: by default it is compared with random and chosen synapses", async () => {
  const { summary, spec } = await json("--images", pictures, "--size", 10, "--connectivity", edges);
  expect(summary.map(({ rule }) => rule)).toEqual(["given", "random", "noise", "signal", "margin"]);
  expect(spec).toMatchObject({ inputs: 7, connectivity: { neurons: 100, connections: 700 } });
});

test("an .npy of patterns, of 0 and 1 or ±1, under the covariance rule", async () => {
  const bits = Uint8Array.from({ length: 3 * 64 }, (_, k) => (k % 7 === Math.floor(k / 64) ? 1 : 0));
  const file = join(dir, "p.npy");
  writeFileSync(file, writeNpy(bits, [3, 64]));
  const args = ["--inputs", 30, "--rule", "random", "--learning", "covariance", "--firing-threshold", "winners"];
  const zeroOne = await json("--images", file, ...args);
  writeFileSync(
    file,
    writeNpy(
      Int8Array.from(bits, (bit) => 2 * bit - 1),
      [3, 64],
    ),
  );
  const plusMinus = await json("--images", file, ...args);
  expect(plusMinus.rows).toEqual(zeroOne.rows);
  expect(zeroOne.summary[0].retrieved).toBe(3);
});

describe("what is no use", () => {
  const damaged = join(dir, "damaged.png");
  beforeAll(() =>
    writeFileSync(damaged, makePng({ width: 4, height: 4, depth: 8, color: 0, sample: () => 0 }).slice(0, 50)),
  );

  test.each([
    [["--inputs", 784], /recall: inputs must be less than the number of neurons, 784, got 784/],
    [["--count", 0], /recall: count: must be in \[1, 200\], the patterns there are, got 0/],
    [["--size", "9x9"], /recall: size must be left out without images, got 9x9/],
    [["--images", "damaged.png"], /must be a whole PNG file, got 50 bytes that end within a chunk/],
    [["--images", "nowhere.png"], /images: cannot read .*nowhere\.png \(ENOENT\)/],
    [["--images", "pictures", "--size", "big"], /recall: size: must be as 32x32, got "big"/],
    [["--connectivity", "edges.csv", "--inputs", 3], /inputs and connectivity exclude each other/],
    [["--rule", "given"], /connectivity must be given for rule "given", got none/],
    [["--rule", "best"], /rule must be one of/],
    [
      ["--learning", "covariance", "--firing-threshold", "some"],
      /firingThreshold must be a number in \[-1, 1\] or "winners"/,
    ],
    [["--noise", 2], /recall: noise must be in \[0, 1\], got 2/],
  ])("%j", async (args, message) => {
    const named = args.map((word) => (/\.(png|csv)$|^pictures$/.test(String(word)) ? join(dir, String(word)) : word));
    const { code, stderr } = await command("recall", ...named, "--quiet", "--seed", 1);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(2);
  });
});
