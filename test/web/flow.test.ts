/** The flow room of the lab: equilibria, cycles and trajectories as by the library and the commands. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it, test } from "vitest";
import { energyOf } from "../../src/dynamics/energy.ts";
import { equilibria } from "../../src/dynamics/find-equilibria.ts";
import { integrate } from "../../src/dynamics/integrate.ts";
import { continuousNetwork } from "../../src/dynamics/network.ts";
import { planeFieldOf } from "../../src/dynamics/plane-portrait.ts";
import type { NetworkSpec } from "../../web/src/rooms/flow/network.ts";
import { edgesOf, moved, planeOf, statesOf } from "../../web/src/rooms/flow/plane.ts";
import { command as runCommand } from "../support/command.ts";
import { expectOffline, hasChromium, type LabPage, setSlider, stat, useLab } from "../support/lab.ts";

const ROWS = [
  [1.3, -0.7],
  [0.4, 0.9],
] as const;
const BIAS = [0.3, -0.2] as const;
const NETWORKS: readonly NetworkSpec[] = [
  { weights: ROWS, activation: { type: "tanh", gain: 1.7 }, bias: BIAS },
  { weights: ROWS, activation: { type: "logistic", gain: 3 }, bias: BIAS },
  { weights: ROWS, activation: { type: "arctan", width: 0.2 }, bias: BIAS },
  ...(["polynomial", "exponential", "logSumExp"] as const).map((type) => ({
    weights: { type, patterns: ROWS, ...(type === "polynomial" ? { degree: 3 } : { beta: 1.4 }), scale: 0.3 },
    activation: { type: "tanh" as const, gain: 2 },
    bias: BIAS,
  })),
];
const STATES = [-2.1, -0.4, 0.03, 0.8, 3.2].flatMap((x) => [-1.6, 0.2, 2.7].map((y) => [x, y] as const));

describe("the flow that the page draws is the library's", () => {
  it.each(NETWORKS.map((spec) => [JSON.stringify(spec.weights).slice(0, 24), spec.activation.type, spec] as const))(
    "%s, %s",
    async (_, __, spec) => {
      const network = continuousNetwork(spec);
      const plane = planeOf(spec);
      const [own, other] = [new Float64Array(2), new Float64Array(2)];
      const field = planeFieldOf(network);
      const energy = energyOf(network);
      for (const [x, y] of STATES) {
        plane.field(x, y, own);
        field(x, y, other);
        for (const k of [0, 1]) expect(Math.abs(own[k] - other[k])).toBeLessThan(1e-13 * (1 + Math.abs(other[k])));
        const values = Float64Array.of(network.activation.value(x), network.activation.value(y));
        const exact = energy(values);
        expect(Math.abs(plane.energy(values) - exact)).toBeLessThan(1e-12 * (1 + Math.abs(exact)));
      }
      const course = statesOf(plane, [0.9, -0.6], 6);
      const { state } = await integrate(network, { initial: [0.9, -0.6], duration: 6 });
      for (const k of [0, 1]) expect(Math.abs(course.at(k - 2)! - state[k])).toBeLessThan(0.02);
    },
  );

  it("equilibria move along with the weights, and are left out once they are gone", async () => {
    const spec = (b0: number): NetworkSpec => ({
      weights: [
        [2, 0],
        [0.3, 0.5],
      ],
      activation: { type: "tanh", gain: 1 },
      bias: [b0, 0],
    });
    const search = (b0: number) => equilibria(continuousNetwork(spec(b0)), { starts: 200, trajectories: 0, seed: 1 });
    const before = await search(-0.4);
    const after = await search(-0.5);
    const now = moved(planeOf(spec(-0.5)), before.equilibria, 0.8);
    expect(now.map(({ type }) => type).sort()).toEqual(["saddle", "sink", "sink"]);
    for (const { state, type } of after.equilibria) {
      const own = now.find(
        (rest) => Math.abs(rest.state[0] - state[0]) < 1e-8 && Math.abs(rest.state[1] - state[1]) < 1e-8,
      );
      expect(own?.type).toBe(type);
    }
    // beyond the fold at b₀ = −(√2 − arsinh 1) = −0.5328 one sink stays
    const left = moved(planeOf(spec(-0.54)), after.equilibria, 0.8);
    expect(left.map(({ type }) => type)).toEqual(["sink"]);
  });

  it("separatrices run along the axis of symmetry between two memories", () => {
    const plane = planeOf({
      weights: [
        [1, 0.6],
        [0.6, 1],
      ],
      activation: { type: "tanh", gain: 1 },
      bias: [0, 0],
    });
    const lines = edgesOf(plane, moved(plane, [{ state: [0, 0], type: "saddle" }], 0.1), 4).map((line) => line.flat());
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(Math.max(...line.map(Math.abs))).toBeGreaterThan(4);
      for (let n = 0; n < line.length; n += 2) expect(line[n] + line[n + 1]).toBeCloseTo(0, 6);
    }
  });
});

const lab = useLab();

async function settled(page: Page): Promise<void> {
  await page.waitForSelector('[data-done="true"]', { state: "attached", timeout: 30_000 });
}

async function open(hash: string): Promise<LabPage> {
  const opened = await lab.open(hash, { permissions: ["clipboard-read", "clipboard-write"] });
  await settled(opened.page);
  return opened;
}

/** What the command says that stands beneath a figure, run on the file that the figure offers. */
async function repeated(page: Page, figure: string) {
  const frame = page.locator(`[data-figure="${figure}"]`);
  const [, , , name] = (await frame.locator(".command-line").textContent())!.split(" ");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    frame.getByRole("button", { name, exact: true }).click(),
  ]);
  const path = join(mkdtempSync(join(tmpdir(), "flow-")), download.suggestedFilename());
  writeFileSync(path, readFileSync((await download.path())!));
  const run = await runCommand("flow", "--spec", path, "--json", "--quiet");
  expect(run.code, run.stderr).toBe(0);
  return JSON.parse(run.stdout);
}

const written = (text: string | null): number => Number(text!.replace("−", "-"));

test.runIf(hasChromium)("equilibria, eigenvalues, basins, energies and folds are those of the commands", async () => {
  const { page, problems, close } = await open("flow?seed=5");
  const { rows, summary } = await repeated(page, "flow-equilibria");
  expect([await stat(page, "sinks"), await stat(page, "saddles"), await stat(page, "sources")]).toEqual([
    summary[0].sinks,
    summary[0].saddles,
    summary[0].sources,
  ]);
  expect(await page.locator('[data-figure="flow-portrait"] .flow-rest').count()).toBe(rows.length);
  const fractions = await page.locator("[data-basin]").allTextContents();
  expect(fractions.map((text) => Number(text.split(" ")[0]))).toEqual(
    rows.map((row: { basinFraction: number }) => Number((100 * row.basinFraction).toFixed(1))),
  );
  const leading = await page.locator("[data-eigenvalues]").allTextContents();
  leading.forEach((text, k) => {
    expect(written(text.split(",")[0])).toBeCloseTo(rows[k].eigenvalues[0][0], 4);
  });
  const landscape = await repeated(page, "flow-landscape");
  const sinks = landscape.rows.filter((row: { type?: string }) => row.type === "sink");
  expect(await stat(page, "lowest")).toBeCloseTo(Math.min(...sinks.map((row: { energy: number }) => row.energy)), 5);
  expect(await stat(page, "rise")).toBe(0);
  expect(landscape.summary[0].largestRise).toBeLessThan(1e-9);
  const diagram = await repeated(page, "flow-bifurcations");
  const fold = diagram.summary.flatMap(({ events }: { events: { event: string; parameter: number }[] }) =>
    events.filter(({ event, parameter }) => event === "fold" && parameter > 1.5).map(({ parameter }) => parameter),
  );
  expect(await page.locator('[data-figure="flow-bifurcations"] h2').textContent()).toContain(
    `fold at ${Number(fold[0].toPrecision(5))}`,
  );
  expect(problems).toEqual([]);
  await close();
});

test.runIf(hasChromium)("a rhythm has the period and exponent of the command; its portrait too", async () => {
  const { page, close } = await open("flow?w01=-2&w10=2&starts=0.5_0.2");
  const [row] = (await repeated(page, "flow-course")).rows;
  expect(row.kind).toBe("cycle");
  expect(await page.locator('[data-period="0"]').textContent()).toBe(row.period.toPrecision(7));
  expect(await page.locator('[data-lyapunov="0"]').textContent()).toBe("0");
  expect(await page.locator('[data-figure="flow-portrait"] h2').textContent()).toBe(
    "No rest but a rhythm: a spiral source and a limit cycle",
  );
  const { rows } = await repeated(page, "flow-portrait");
  const cycle = rows.find(({ kind }: { kind: string }) => kind === "cycle");
  expect(await stat(page, "period")).toBeCloseTo(cycle.period, 5);
  expect(Math.abs(row.period - cycle.period)).toBeLessThan(1e-7);
  const climb = (await repeated(page, "flow-landscape")).summary[0].largestRise;
  expect(await stat(page, "rise")).toBe(Number(climb.toPrecision(3)));
  await close();
});

test.runIf(hasChromium)(
  "weights are dragged: memories vanish, the symmetry goes, the address keeps it; offline",
  async () => {
    const opened = await open("flow");
    const { page, close } = opened;
    await expectOffline(opened, async () => {
      const handle = (await page.locator('[data-handle="0"]').boundingBox())!;
      const pad = (await page.locator(".flow-pad").boundingBox())!;
      await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
      await page.mouse.down();
      // to T₀₀ = 0.5, T₁₀ = −1
      const unit = (pad.width * (260 - 28)) / 260 / 8;
      await page.mouse.move(pad.x + pad.width / 2 + 0.5 * unit, pad.y + pad.height / 2 + unit, { steps: 6 });
      await page.mouse.up();
      await settled(page);
    });
    const value = async (name: string): Promise<number> =>
      Number(await page.getByRole("slider", { name, exact: true }).inputValue());
    expect(await value("T₀₀")).toBeCloseTo(0.5, 1);
    expect(await value("T₁₀")).toBeCloseTo(-1, 1);
    expect(await value("T₀₁")).toBe(0.5);
    const found = await equilibria(
      continuousNetwork({
        weights: [
          [await value("T₀₀"), 0.5],
          [await value("T₁₀"), 2],
        ],
        activation: { type: "tanh", gain: 1 },
      }),
      { starts: 400, seed: 1, trajectories: 0 },
    );
    const sinks = found.equilibria.filter(({ type }) => type === "sink").length;
    expect(sinks).toBeLessThan(4);
    expect(await stat(page, "sinks")).toBe(sinks);
    await page.getByText("there is no energy").waitFor();
    await page.getByRole("button", { name: "Make symmetric" }).click();
    expect(await value("T₀₁")).toBe(await value("T₁₀"));
    await settled(page);
    const hash = await page.evaluate(() => location.hash.slice(2));
    expect(hash).toContain("w00=");
    const again = await open(hash);
    expect(await stat(again.page, "sinks")).toBe(await stat(page, "sinks"));
    expect(await again.page.locator('[data-figure="flow-portrait"] h2').textContent()).toBe(
      await page.locator('[data-figure="flow-portrait"] h2').textContent(),
    );
    await again.close();
    await close();
  },
);

test.runIf(hasChromium)("trajectories begin where one clicks, are dragged, typed and taken away", async () => {
  const { page, close } = await open("flow?starts=");
  const starts = () => page.evaluate(() => new URLSearchParams(location.hash.split("?")[1]).get("starts"));
  const plane = (await page.locator('[data-figure="flow-portrait"] .flow-ground').boundingBox())!;
  const at = (x: number, y: number): [number, number] => [
    plane.x + (plane.width * (x + 4)) / 8,
    plane.y + (plane.height * (4 - y)) / 8,
  ];
  await page.mouse.click(...at(1, 3));
  await expect.poll(starts).toMatch(/^(1|0.99|1.01)_(3|2.99|3.01)$/);
  await settled(page);
  expect(await page.locator('[data-end="0"]').textContent()).toBe("(2.464, 2.464)");
  await page.mouse.move(...at(1, 3));
  await page.mouse.down();
  await page.mouse.move(...at(-2, -3), { steps: 4 });
  await page.mouse.up();
  await settled(page);
  await expect.poll(() => page.locator('[data-end="0"]').textContent()).toBe("(−2.464, −2.464)");
  await page.getByLabel("u₀", { exact: true }).fill("3");
  await page.getByLabel("u₁", { exact: true }).fill("-2.5");
  await page.getByLabel("u₁", { exact: true }).press("Enter");
  await settled(page);
  expect(await page.locator('[data-end="1"]').textContent()).toBe("(1.288, −1.288)");
  expect(await page.locator('[data-figure="flow-portrait"] .flow-course').count()).toBe(2);
  await page.getByRole("button", { name: /^Remove the trajectory from \(−/ }).click();
  await expect.poll(starts).toBe("3_-2.5");
  await close();
});

test.runIf(hasChromium)("presets show what they say; titles follow", async () => {
  const { page, problems, close } = await open("flow?starts=9_99&w00=7");
  expect(await page.locator(".note").count()).toBe(2);
  const title = page.locator('[data-figure="flow-portrait"] h2');
  await page.getByRole("button", { name: "Saddle-node" }).click();
  await settled(page);
  expect(await title.textContent()).toBe("2 memories: 2 sinks and a saddle");
  await setSlider(page, "b₀", -0.54);
  await settled(page);
  expect(await title.textContent()).toBe("One state of rest: a sink");
  await page.getByRole("button", { name: "Hopf" }).click();
  await settled(page);
  expect(await stat(page, "period")).toBeGreaterThan(3);
  expect(await page.locator('[data-figure="flow-bifurcations"] h2').textContent()).toContain("Hopf point at 1");
  await setSlider(page, "T₀₀", 0.9);
  await settled(page);
  expect(await title.textContent()).toBe("One state of rest: a spiral sink");
  await page.getByRole("button", { name: "Krotov" }).click();
  await settled(page);
  expect(await title.textContent()).toBe("5 memories: 5 sinks and 4 saddles");
  expect(await stat(page, "rise")).toBe(0);
  expect(problems).toEqual([]);
  await close();
});
