/** `<palimpsest-recall>`: the element that a page holds; its settings, events and methods. */
import { type Digits, digits } from "../data/digits.ts";
import { flipCount, flipInto, flipOrders } from "../hopfield/cue.ts";
import { centeredOverlaps } from "../hopfield/state-overlaps.ts";
import { keyOf, parseSeed } from "../numeric/seed.ts";
import type { ReadyDetail, RecallDetail } from "./events.ts";
import { Memory } from "./memory.ts";
import { checkSetting, type ElementRule, readSetting, SETTINGS, type Settings } from "./settings.ts";
import { View } from "./view.ts";

/** Centered overlap from which a digit counts as recalled. */
const RETRIEVED = 0.9;

// where there is no page, as on a server that renders one, the module can be imported all the same
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * `<palimpsest-recall>`: handwritten digits stored in a memory; a visitor damages one, and the memory recalls it or fails to.
 *
 * Attributes, reflected as properties: `inputs` (c, default 50), `patterns` (p, 30), `rule` (`random`, `noise` or `signal`, the default),
 * `noise` (fraction of pixels that damage flips, 0.2), `seed` (1). Events: `ready` (`ReadyDetail`), `recall` (`RecallDetail`), which bubble,
 * and `error`. A property throws TypeError or RangeError for a value that is not allowed; a wrong attribute is shown in the
 * element's place, and told by `error`.
 */
export class PalimpsestRecall extends Base {
  static readonly observedAttributes: readonly string[] = SETTINGS;

  private view: View | undefined;
  private memory: Memory | undefined;
  private settings: Settings | undefined;
  private stored: Digits | undefined;
  private pattern = 0;
  /** How many times digits were damaged, so that each time other pixels are flipped. */
  private draws = 0;
  /** The cue that was recalled from last, which another rule tries again. */
  private cue: Int8Array | undefined;
  private ready: Promise<unknown> = Promise.resolve();
  private isDue = false;

  /** N: neurons of the network, one for each pixel of a digit. */
  get neurons(): number {
    return digits({ count: 1 }).nNeurons;
  }

  get inputs(): number {
    return this.setting("inputs");
  }
  set inputs(value: number) {
    this.set("inputs", value);
  }

  get patterns(): number {
    return this.setting("patterns");
  }
  set patterns(value: number) {
    this.set("patterns", value);
  }

  get rule(): ElementRule {
    return this.setting("rule");
  }
  set rule(value: ElementRule) {
    this.set("rule", value);
  }

  get noise(): number {
    return this.setting("noise");
  }
  set noise(value: number) {
    this.set("noise", value);
  }

  get seed(): number | string {
    return this.setting("seed");
  }
  set seed(value: number | string | bigint) {
    this.set("seed", value);
  }

  connectedCallback(): void {
    for (const name of SETTINGS) {
      // set before the element was defined: on the object itself, where it would hide the property
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete (this as Partial<Settings>)[name];
      this.set(name, value);
    }
    this.view ??= new View(this.attachShadow({ mode: "open" }), {
      onChoose: (pattern) => this.choose(pattern),
      onEdit: (state) => this.edit(state),
      onRule: (rule) => this.set("rule", rule),
      onDamage: () => this.damage(),
      onRecall: () => void this.recall().catch((error) => this.tell(error)),
      onRestore: () => this.restore(),
    });
    this.refresh();
  }

  disconnectedCallback(): void {
    this.memory?.close();
    this.memory = undefined;
    this.settings = undefined;
  }

  attributeChangedCallback(): void {
    if (this.isDue || !this.view) return;
    this.isDue = true; // several attributes, one network
    queueMicrotask(() => {
      this.isDue = false;
      if (this.isConnected) this.refresh();
    });
  }

  /** Flips the fraction `noise` of the chosen digit's pixels, others every time. */
  damage(): void {
    if (!this.settings || !this.stored) return;
    const { noise, seed, patterns } = this.settings;
    const key = keyOf(parseSeed(seed, "palimpsest-recall: seed"));
    const state = this.target.slice();
    const order = flipOrders(this.neurons, this.pattern + patterns * this.draws++, 1, key);
    flipInto(state, order, this.neurons, flipCount(noise, this.neurons));
    this.edit(state);
  }

  /** Shows the chosen digit as it was stored. */
  restore(): void {
    if (this.stored) this.edit(this.target);
  }

  /**
   * Lets the memory run from the picture as it is, once its synapses are chosen, and shows how.
   *
   * @returns  what the event `recall` tells.
   */
  async recall(): Promise<RecallDetail> {
    if (!this.view || !this.memory || !this.stored)
      throw new Error("palimpsest-recall: not in a page, or wrong attributes");
    const { view, memory, stored, pattern, target, rule } = this;
    const cue = view.state;
    this.cue = cue;
    await this.ready;
    const { states, status, sweeps } = await memory.recall(cue);
    const end = states.at(-1) ?? cue;
    const [before, overlap] = [cue, end].map((state) => centeredOverlaps(state, target, this.neurons)[0]);
    const detail: RecallDetail = Object.freeze({
      pattern,
      label: stored.labels[pattern],
      rule,
      cue: before,
      overlap,
      retrieved: overlap >= RETRIEVED,
      wrong: end.reduce((wrong, value, i) => wrong + Number(value !== target[i]), 0),
      sweeps,
      status,
    });
    // unless the visitor has gone on to something else
    if (this.cue === cue && (await view.play([cue, ...states]))) view.conclude(detail);
    this.dispatchEvent(new CustomEvent("recall", { detail, bubbles: true, composed: true }));
    return detail;
  }

  private get target(): Int8Array {
    return this.stored!.values.subarray(this.pattern * this.neurons, (this.pattern + 1) * this.neurons);
  }

  private choose(pattern: number): void {
    this.pattern = pattern;
    this.damage();
  }

  private edit(state: Int8Array): void {
    this.cue = undefined;
    this.view!.show(state, this.target);
  }

  private setting<Name extends keyof Settings>(name: Name): Settings[Name] {
    return readSetting(name, this.getAttribute(name));
  }

  private set(name: keyof Settings, value: unknown): void {
    this.setAttribute(name, String(checkSetting(name, value)));
  }

  /** Brings picture and memory up to the attributes. */
  private refresh(): void {
    const { view, settings: old } = this;
    try {
      const { inputs, patterns, rule, noise, seed } = this;
      this.settings = { inputs, patterns, rule, noise, seed };
    } catch (error) {
      this.settings = undefined;
      this.stored = undefined;
      this.memory?.close();
      this.memory = undefined;
      this.tell(error);
      return;
    }
    const { patterns, rule, noise } = this.settings;
    view!.fail("");
    view!.set(rule, noise);
    if (this.stored?.nPatterns !== patterns) {
      this.stored = digits({ count: patterns });
      this.draws = 0;
      view!.store(this.stored);
    }
    if (SETTINGS.every((name) => old?.[name] === this.settings![name])) return;
    this.ready = this.open(this.settings, this.stored);
    this.ready.catch(() => undefined);
    if (this.cue) {
      const cue = this.cue;
      view!.show(cue, this.target);
      this.recall().catch((error) => this.tell(error));
    }
  }

  private async open(settings: Settings, stored: Digits): Promise<void> {
    const view = this.view!;
    const { rule, patterns } = settings;
    try {
      this.memory ??= new Memory();
      const { overlaps } = await this.memory.store(stored, settings, (part) => view.progress(part));
      const isKept = Array.from(overlaps, (m) => m >= RETRIEVED);
      const retrieved = isKept.filter(Boolean).length;
      view.ready(isKept, settings);
      const detail: ReadyDetail = Object.freeze({ rule, patterns, retrieved });
      this.dispatchEvent(new CustomEvent("ready", { detail, bubbles: true, composed: true }));
    } catch (error) {
      this.tell(error);
      throw error;
    }
  }

  private tell(error: unknown): void {
    if (!(error instanceof Error) || error.name === "AbortError") return;
    this.view?.fail(error.message);
    this.dispatchEvent(new ErrorEvent("error", { message: error.message, error }));
  }
}
