/** The recall room of the lab: pictures recalled as by the API, and cues that a user damages. */
import { expect, test } from "vitest";
import { digits } from "../../src/data/digits.ts";
import { recall } from "../../src/experiments/recall/run.ts";
import { searchOf } from "../../src/hopfield/rules/index.ts";
import { expectOffline, hasChromium, stat, useLab, whenComputed } from "../support/lab.ts";
import { makePng } from "../support/png.ts";

const lab = useLab();

async function byApi(
  stored: number,
  rule: "random" | "noise" | "signal" | "margin",
  noise: number,
  occlude: number,
  seed: number,
) {
  const { summary, rows } = await recall(digits({ count: stored }), {
    inputs: 50,
    rule,
    ...(rule === "margin" && { margin: 2 }),
    ...(rule !== "random" && { sweeps: searchOf(rule).quickSweeps }),
    noise,
    occlude,
    width: 28,
    seed,
  });
  return { retrieved: summary[0].retrieved, overlap: summary[0].overlap, rows };
}

test.runIf(hasChromium).each([
  ["random", 2, 0.05, 0, 1],
  ["noise", 30, 0.1, 0, 1],
  ["signal", 60, 0.1, 0.25, 3],
  ["margin", 60, 0.05, 0, 1],
] as const)("%s: %i pictures recalled as by the API", async (rule, stored, noise, occlude, seed) => {
  const { page, problems, close } = await lab.open(
    `recall?rule=${rule}&stored=${stored}&noise=${noise}&occlude=${occlude}&seed=${seed}&cue=2`,
  );
  await whenComputed(page);
  const expected = await byApi(stored, rule, noise, occlude, seed);
  await expect.poll(() => stat(page, "recalled"), { timeout: 60_000 }).toBe(expected.retrieved);
  expect(await stat(page, "mean-overlap")).toBeCloseTo(expected.overlap, 3);
  // the film of one cue ends where `recall` does
  const { overlap, wrong, sweeps } = expected.rows[1];
  await expect.poll(() => stat(page, "overlap")).toBeCloseTo(overlap, 3);
  expect(await stat(page, "wrong")).toBe(wrong);
  if (sweeps <= 12) expect(await stat(page, "sweeps")).toBe(sweeps);
  expect(problems).toEqual([]);
  await close();
});

test.runIf(hasChromium)(
  "a cue is damaged with the pointer and by keys, offline, and the damage is in the address",
  async () => {
    const opened = await lab.open("recall?rule=signal&stored=20&noise=0&cue=4");
    const { page, close } = opened;
    await whenComputed(page);
    await expect.poll(() => stat(page, "wrong")).toBe(0);
    await expectOffline(opened, async () => {
      const box = (await page.getByRole("application").boundingBox())!;
      await page.getByRole("radio", { name: "erase", exact: true }).check();
      await page.mouse.move(box.x + 0.2 * box.width, box.y + 0.2 * box.height);
      await page.mouse.down();
      for (let k = 0; k <= 20; k++)
        await page.mouse.move(box.x + (0.2 + 0.03 * k) * box.width, box.y + (0.2 + 0.03 * k) * box.height);
      await page.mouse.up();
    });
    await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/painted=[\w-]{262}/);
    // the film begins with what the pointer left of the picture
    await page.getByRole("slider", { name: "Updates made" }).fill("0");
    const begun = await page.locator(".panel p").last().textContent();
    expect(Number(/m = ([\d.]+)/.exec(begun!)![1])).toBeLessThan(1);
    const link = (await page.evaluate(() => location.hash)).slice(2);
    await page.getByRole("radio", { name: "ink", exact: true }).check();
    await page.getByRole("application").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press(" ");
    await expect.poll(() => page.evaluate(() => location.hash)).not.toBe(`#/${link}`);
    await page.getByRole("button", { name: "Undo the brush" }).click();
    await expect.poll(() => page.evaluate(() => location.hash)).not.toContain("painted");
    await close();
  },
);

test.runIf(hasChromium)(
  "an uploaded picture is stored and recalled; one that is none is refused in words",
  async () => {
    const { page, problems, close } = await lab.open("recall?rule=signal&stored=10&noise=0.1");
    const upload = page.getByLabel("Store a picture…");
    await upload.setInputFiles({ name: "note.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
    await expect
      .poll(() => page.locator(".note").textContent())
      .toContain("note.png must be a picture that this browser reads");
    await upload.setInputFiles({ name: "bars.png", mimeType: "image/png", buffer: bars() });
    await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/own=[\w-]{131}/);
    await whenComputed(page);
    await expect.poll(() => stat(page, "overlap"), { timeout: 60_000 }).toBeGreaterThanOrEqual(0.9);
    // the left half of the stored picture is ink
    const own = new URLSearchParams((await page.evaluate(() => location.hash)).split("?")[1]).get("own")!;
    const bits = Buffer.from(own, "base64url");
    const inkAt = (x: number, y: number) => (bits[(28 * y + x) >> 3] >> (7 - ((28 * y + x) & 7))) & 1;
    for (let y = 0; y < 28; y++) for (const x of [0, 13, 14, 27]) expect(inkAt(x, y)).toBe(x < 14 ? 1 : 0);
    expect(problems).toEqual([]);
    await close();
  },
);

/** 56 × 56 pixels, black on the left, white on the right. */
function bars(): Buffer {
  return Buffer.from(makePng({ width: 56, height: 56, depth: 8, color: 0, sample: (x) => (x < 28 ? 0 : 255) }));
}
