/** The stored digits, one of which is chosen; those that the memory has lost fade. */
import type { Digits } from "../data/digits.ts";
import { make } from "./dom.ts";
import { canvas, draw } from "./pictures.ts";

export class Gallery {
  readonly root = make("div", {
    className: "gallery",
    part: "gallery",
    role: "radiogroup",
    "aria-label": "Stored digits",
  });
  private cells: readonly HTMLButtonElement[] = [];
  private stored: Digits | undefined;
  private chosen = 0;

  constructor(private readonly onChoose: (pattern: number) => void) {
    this.root.addEventListener("keydown", (event) => {
      const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
      const step = steps[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const count = this.cells.length;
      this.choose((this.chosen + step + count) % count);
      this.cells[this.chosen].focus();
    });
  }

  show(stored: Digits): void {
    this.stored = stored;
    this.cells = Array.from({ length: stored.nPatterns }, (_, mu) => {
      const cell = make("button", { type: "button", role: "radio", tabIndex: -1, "aria-checked": false }, canvas());
      cell.addEventListener("click", () => this.choose(mu));
      return cell;
    });
    this.root.replaceChildren(...this.cells);
    this.mark(undefined);
    this.draw();
    this.choose(0);
  }

  /** Tells of each pattern whether it is recalled; nothing while that is unknown. */
  mark(isKept: readonly boolean[] | undefined): void {
    this.cells.forEach((cell, mu) => {
      const outcome = isKept === undefined ? "" : isKept[mu] ? ", recalled" : ", lost";
      cell.setAttribute("aria-label", `Digit ${this.stored!.labels[mu]}, number ${mu + 1}${outcome}`);
      cell.classList.toggle("lost", isKept?.[mu] === false);
    });
  }

  draw(): void {
    const { values, nNeurons } = this.stored!;
    this.cells.forEach((cell, mu) => {
      draw(cell.firstChild as HTMLCanvasElement, values.subarray(mu * nNeurons, (mu + 1) * nNeurons));
    });
  }

  private choose(pattern: number): void {
    this.cells.forEach((cell, mu) => {
      cell.setAttribute("aria-checked", String(mu === pattern));
      cell.tabIndex = mu === pattern ? 0 : -1;
    });
    this.chosen = pattern;
    this.onChoose(pattern);
  }
}
