/** The page of the lab: size, policy, rooms, and state in the address. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { RULE_COLORS } from "../../src/plot.ts";
import {
  expectAccessible,
  expectFits,
  expectOffline,
  hasChromium,
  setSlider,
  stat,
  useLab,
  whenComputed,
} from "../support/lab.ts";

const lab = useLab();
const ROOMS = readdirSync("web/src/rooms", { withFileTypes: true }).flatMap((one) =>
  one.isDirectory() ? [one.name] : [],
);

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((one) => {
    const path = join(folder, one.name);
    return one.isDirectory() ? files(path) : [path];
  });
}

test("the whole page, every room and kernel, is under 260 kB gzipped", () => {
  const sizes = files("dist/lab").map((path) => gzipSync(readFileSync(path), { level: 9 }).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(260_000);
});

test("the page itself holds no kernels: only workers load them", () => {
  const main = files("dist/lab").filter((path) => /index-[^/]*\.js$/.test(path));
  expect(main).toHaveLength(1);
  expect(readFileSync(main[0], "utf8").length).toBeLessThan(60_000);
});

test.runIf(hasChromium)("rules have the colors of the figures, on lines and on canvases", async () => {
  const { page, close } = await lab.open("wall", { colorScheme: "light" });
  for (const [rule, color] of Object.entries(RULE_COLORS)) {
    const found = await page.evaluate((name) => {
      const line = document.createElement("i");
      line.dataset["rule"] = name;
      document.body.append(line);
      const colorOf = (of: Element, property: string) => getComputedStyle(of).getPropertyValue(property).trim();
      return [colorOf(line, "--rule"), colorOf(document.documentElement, `--rule-${name}`)];
    }, rule);
    expect([rule, ...found]).toEqual([rule, color.toLowerCase(), color.toLowerCase()]);
  }
  await close();
});

test("the policy of the page is the server's", async () => {
  const { POLICY } = await import("../../src/cli/serve.ts");
  expect(readFileSync("dist/lab/index.html", "utf8")).toContain(POLICY);
});

test.runIf(hasChromium)(
  "every room is reached from the navigation, by keys, without a request once all is fetched",
  async () => {
    const opened = await lab.open("wall");
    const { page, close } = opened;
    await expectOffline(opened, async () => {
      for (const room of ROOMS) {
        const link = page.locator(`nav a[href^="#/${room}"]`);
        await link.focus();
        await page.keyboard.press("Enter");
        await page.waitForSelector(`main[data-room="${room}"] h1`);
        await whenComputed(page);
        expect(await link.getAttribute("aria-current")).toBe("page");
      }
    });
    await close();
  },
);

test.runIf(hasChromium).each(ROOMS)(
  "%s: no axe-core violations in light and dark, no scroll at 360 px",
  async (room) => {
    const opened = await lab.open(room);
    await whenComputed(opened.page);
    await expectAccessible(opened.page, "light");
    await expectAccessible(opened.page, "dark");
    await expectFits(opened.page);
    expect(opened.problems).toEqual([]);
    await opened.close();
  },
);

test.runIf(hasChromium)("state goes to the address and comes back from it", async () => {
  const { page, close } = await lab.open("recall?stored=12&rule=margin");
  await whenComputed(page);
  await expect.poll(() => page.getByRole("slider", { name: "Pictures stored" }).inputValue()).toBe("12");
  await setSlider(page, "Pixels wrong", 0.25);
  await expect.poll(() => page.evaluate(() => location.hash)).toBe("#/recall?rule=margin&stored=12&noise=0.25");
  await whenComputed(page);
  const recalled = await stat(page, "recalled");
  const again = await lab.open((await page.evaluate(() => location.hash)).slice(2));
  await whenComputed(again.page);
  await expect.poll(() => stat(again.page, "recalled")).toBe(recalled);
  // going to another room and back keeps it
  await page.getByRole("link", { name: "The wall" }).click();
  await page.waitForSelector('main[data-room="wall"]');
  await page.goBack();
  await page.waitForSelector('main[data-room="recall"]');
  expect(await page.getByRole("slider", { name: "Pictures stored" }).inputValue()).toBe("12");
  await again.close();
  await close();
});

test.runIf(hasChromium)("what the address may not say is left out, with a note", async () => {
  const { page, close, problems } = await lab.open("recall?stored=1000&rule=best&colour=red&noise=0.2");
  const notes = page.locator(".note");
  await expect.poll(() => notes.count()).toBe(3);
  expect(await notes.allTextContents()).toEqual([
    expect.stringContaining(
      "“rule” in the address must be one of random, noise, signal, margin, strongest, got “best”: random is shown.",
    ),
    expect.stringContaining("“stored” in the address must be a whole number from 1 to 150, got “1000”: 30 is shown."),
    expect.stringContaining("“colour”, unknown in recall"),
  ]);
  expect(await page.getByRole("slider", { name: "Pixels wrong" }).inputValue()).toBe("0.2");
  await page.getByRole("button", { name: "Dismiss this note" }).first().click();
  expect(await notes.count()).toBe(2);
  expect(problems).toEqual([]);
  await close();
});

test.runIf(hasChromium)("a room that is none leads to the first", async () => {
  const { page, close } = await lab.open("attic");
  await page.waitForSelector('main[data-room="wall"]');
  expect(await page.locator(".note").textContent()).toContain("There is no room “attic”");
  await close();
});

test.runIf(hasChromium)("dark and light are chosen and remembered", async () => {
  const { page, close } = await lab.open("wall", { colorScheme: "light" });
  const themeOf = () => page.evaluate(() => document.documentElement.dataset["theme"]);
  expect(await themeOf()).toBe("light");
  await page.getByRole("button", { name: "Dark" }).click();
  expect(await themeOf()).toBe("dark");
  await page.reload();
  expect(await themeOf()).toBe("dark");
  await close();
});
