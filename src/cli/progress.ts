/** Progress on stderr: a bar with the time left on a terminal, a plain line now and then elsewhere. */
import { SingleBar } from "cli-progress";
import type { Progress } from "../run/pace.ts";

/** Shows how far a run is, until it is stopped. */
export interface Reporter {
  update(progress: Progress): void;
  stop(): void;
}

const SILENT: Reporter = { update() {}, stop() {} };
const RESOLUTION = 1000; // steps of the bar
const PLAIN_MS = 10_000; // between plain lines

/** Reports the progress of a run named `title` on stderr, unless `quiet`. */
export function reporter(title: string, quiet: boolean): Reporter {
  if (quiet) return SILENT;
  const tty = process.stderr.isTTY;
  const bar = new SingleBar({
    stream: process.stderr,
    format: `${title} ${tty ? "[{bar}] " : ""}{percentage} %, {left}{label}`,
    barCompleteChar: "█",
    barIncompleteChar: "·",
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    noTTYOutput: true,
    notTTYSchedule: PLAIN_MS,
    gracefulExit: false,
  });
  const begun = performance.now();
  let started = false;
  return {
    update({ done, total, label = "" }) {
      const part = done / total;
      const payload = { label, left: timeLeft((performance.now() - begun) / 1000, part) };
      if (!started) {
        started = true;
        bar.start(RESOLUTION, Math.floor(part * RESOLUTION), payload);
      } else {
        bar.update(Math.floor(part * RESOLUTION), payload);
      }
    },
    stop() {
      if (started) bar.stop();
    },
  };
}

/** "2 min 10 s left, " at the pace so far; nothing before there is a pace to speak of. */
function timeLeft(elapsed: number, part: number): string {
  if (elapsed < 1 || part < 0.01) return "";
  const seconds = Math.round((elapsed * (1 - part)) / part);
  if (seconds < 60) return `${seconds} s left, `;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s left, `
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min left, `;
}
