/** Debian's Chromium for tests, without its calls home. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

export const hasChromium = existsSync(EXECUTABLE);
if (!hasChromium) console.warn(`left out: no Chromium at ${EXECUTABLE}; install it with: apt-get install chromium`);

export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
