/** The page of `<palimpsest-recall>`: memories, the cue, and the controls of a visitor. */
import type { Digits } from "../data/digits.ts";
import { RULES } from "../hopfield/rules/index.ts";
import { centeredOverlaps } from "../hopfield/state-overlaps.ts";
import { make } from "./dom.ts";
import { Editor } from "./editor.ts";
import type { RecallDetail } from "./events.ts";
import { Gallery } from "./gallery.ts";
import { ELEMENT_RULES, type ElementRule, type Settings } from "./settings.ts";
import { styleSheet } from "./style.ts";

/** How long each sweep is shown, and all of them together at most, ms. */
const SWEEP_MS = 600;
const MOST_MS = 2400;

/** What a visitor wants, told to the element. */
export interface Wishes {
  onChoose(pattern: number): void;
  onEdit(state: Int8Array): void;
  onRule(rule: ElementRule): void;
  onDamage(): void;
  onRecall(): void;
  onRestore(): void;
}

/** Everything inside the element that is seen and touched. */
export class View {
  private readonly gallery: Gallery;
  private readonly editor: Editor;
  private readonly body: HTMLElement;
  private readonly error = make("p", { className: "error", part: "error", role: "alert" });
  private readonly heading = make("p", { part: "summary", role: "status" });
  private readonly spoken = make("div", { className: "spoken", role: "status" });
  private readonly bar = make("div");
  private readonly overlap = make("p", { part: "overlap" });
  private readonly outcome = make("p", { part: "status", role: "status" });
  private readonly radios: Readonly<Record<ElementRule, HTMLInputElement>>;
  private readonly damageButton: HTMLButtonElement;
  private readonly recallButton: HTMLButtonElement;
  private pattern: Int8Array = new Int8Array();
  private frame = 0;
  private stopPlaying: (() => void) | undefined;

  constructor(root: ShadowRoot, wishes: Wishes) {
    root.adoptedStyleSheets = [styleSheet()];
    this.gallery = new Gallery((pattern) => wishes.onChoose(pattern));
    this.editor = new Editor(
      (state) => wishes.onEdit(state),
      (sentence) => (this.spoken.textContent = sentence),
    );
    const radio = (rule: ElementRule): HTMLInputElement => {
      const input = make("input", { type: "radio", name: "rule", value: rule });
      input.addEventListener("change", () => wishes.onRule(rule));
      return input;
    };
    this.radios = Object.fromEntries(ELEMENT_RULES.map((rule) => [rule, radio(rule)])) as typeof this.radios;
    this.damageButton = button("", () => wishes.onDamage());
    this.recallButton = button("Recall", () => wishes.onRecall(), "main");
    const rules = ELEMENT_RULES.map((rule) => make("label", { className: rule }, this.radios[rule], nameOf(rule)));
    const key = (name: string, words: string) =>
      make("span", {}, make("i", { className: name, "aria-hidden": true }), ` ${words}`);
    this.body = make(
      "div",
      { className: "main" },
      this.heading,
      this.gallery.root,
      make(
        "div",
        { className: "body" },
        make(
          "div",
          { className: "left" },
          this.editor.root,
          make("p", { className: "note" }, key("extra", "wrong ink"), key("missing", "missing ink")),
        ),
        make(
          "div",
          { className: "right" },
          make("fieldset", { part: "rules" }, make("legend", {}, "Choice of synapses"), ...rules),
          make(
            "div",
            { className: "buttons", part: "buttons" },
            this.damageButton,
            this.recallButton,
            button("Restore", () => wishes.onRestore()),
          ),
          make("div", { className: "bar", part: "bar", "aria-hidden": true }, this.bar),
          this.overlap,
          this.outcome,
        ),
      ),
    );
    root.append(this.error, this.body, this.spoken);
    // colours have changed with the page's: canvases do not follow by themselves
    root.addEventListener("transitionend", (event) => {
      if ((event as TransitionEvent).propertyName !== "color") return;
      this.gallery.draw();
      this.editor.draw();
    });
  }

  get state(): Int8Array {
    return this.editor.state;
  }

  /** Shows a message in the place of everything else; without one, shows everything again. */
  fail(message: string): void {
    this.error.textContent = message;
    this.body.hidden = message !== "";
  }

  set(rule: ElementRule, noise: number): void {
    this.body.className = `main ${rule}`;
    this.radios[rule].checked = true;
    this.damageButton.textContent = `Damage ${percent(noise)}`;
  }

  store(digits: Digits): void {
    this.gallery.show(digits);
  }

  /** Tells that synapses are being chosen; `part` in [0, 1] is done. */
  progress(part: number): void {
    this.recallButton.disabled = true;
    this.gallery.mark(undefined);
    this.heading.textContent = `Choosing synapses: ${percent(Math.floor(part * 20) / 20)}`;
  }

  ready(isKept: readonly boolean[], { patterns, noise, inputs }: Settings): void {
    this.recallButton.disabled = false;
    this.gallery.mark(isKept);
    const kept = isKept.filter(Boolean).length;
    this.heading.textContent = `${inputs} synapses a neuron recall ${kept} of ${patterns} digits with ${percent(noise)} of the pixels wrong`;
  }

  /** Shows a state at once, beside the digit it is meant to be. */
  show(state: Int8Array, pattern: Int8Array): void {
    this.stopPlaying?.();
    this.pattern = pattern;
    this.draw(state);
    this.outcome.textContent = "";
  }

  /**
   * Shows neurons in the order in which they were updated, from each state to the next.
   *
   * @returns  whether it was shown to its end: another state may have taken its place.
   */
  play(states: readonly Int8Array[]): Promise<boolean> {
    this.stopPlaying?.();
    const sweeps = states.length - 1;
    const nNeurons = states[0].length;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const duration = calm ? 0 : Math.min(MOST_MS, SWEEP_MS * sweeps);
    return new Promise((resolve) => {
      const end = (isWhole: boolean): void => {
        cancelAnimationFrame(this.frame);
        this.stopPlaying = undefined;
        resolve(isWhole);
      };
      this.stopPlaying = () => end(false);
      const started = performance.now();
      const step = (): void => {
        const part = duration === 0 ? 1 : Math.min(1, (performance.now() - started) / duration);
        const updates = Math.floor(part * sweeps * nNeurons);
        const sweep = Math.min(sweeps, Math.floor(updates / nNeurons));
        const state = states[sweep].slice();
        if (sweep < sweeps) state.set(states[sweep + 1].subarray(0, updates % nNeurons));
        this.draw(state);
        if (part === 1) end(true);
        else this.frame = requestAnimationFrame(step);
      };
      step();
    });
  }

  conclude({ retrieved, sweeps, status, wrong }: RecallDetail): void {
    const rest = `${status === "fixedPoint" ? "at rest" : "still changing"} after ${sweeps} sweeps`;
    const end = wrong === 0 ? "Recalled without an error" : retrieved ? "Recalled" : "Lost";
    this.outcome.textContent = `${end}: ${rest}.`;
  }

  private draw(state: Int8Array): void {
    this.editor.show(state, this.pattern);
    const [overlap] = centeredOverlaps(state, this.pattern, state.length);
    const wrong = state.reduce((sum, value, i) => sum + Number(value !== this.pattern[i]), 0);
    this.bar.style.transform = `scaleX(${Math.max(0, overlap)})`;
    this.overlap.textContent = `Overlap ${overlap.toFixed(2)}, ${wrong} of ${state.length} pixels wrong`;
  }
}

function button(label: string, onClick: () => void, className = ""): HTMLButtonElement {
  const made = make("button", { type: "button", className }, label);
  made.addEventListener("click", onClick);
  return made;
}

function percent(part: number): string {
  return `${+(100 * part).toFixed(1)} %`;
}

/** A rule's label as a line of its own. */
function nameOf(rule: ElementRule): string {
  const { label } = RULES[rule];
  return label.charAt(0).toUpperCase() + label.slice(1);
}
