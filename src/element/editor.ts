/** The large picture: shows a state and lets pointer and keyboard change its pixels. */
import { make } from "./dom.ts";
import { canvas, draw, SIDE } from "./pictures.ts";

/** Pixels around the pointer that a stroke covers: a finger is wider than a pixel. */
const BRUSH = 1;

const MOVES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class Editor {
  readonly root: HTMLElement;
  private readonly picture = canvas();
  private readonly cursor = make("div", { className: "cursor", "aria-hidden": true });
  private x = SIDE >> 1;
  private y = SIDE >> 1;
  /** The entry that the stroke under way writes, 1 or −1; undefined between strokes. */
  private stroke: number | undefined;
  private pattern: Int8Array = new Int8Array(SIDE * SIDE).fill(-1);
  private shown: Int8Array = this.pattern;

  /** @param onEdit  told the state after every change. */
  constructor(
    private readonly onEdit: (state: Int8Array) => void,
    private readonly say: (sentence: string) => void,
  ) {
    this.root = make(
      "div",
      {
        className: "picture",
        part: "picture",
        role: "application",
        tabIndex: 0,
        "aria-label": "Picture to damage",
        "aria-description": "Arrow keys move a cursor, space changes the pixel under it",
      },
      this.picture,
      this.cursor,
    );
    this.root.addEventListener("pointerdown", (event) => this.begin(event));
    this.root.addEventListener("pointermove", (event) => this.go(event));
    for (const end of ["pointerup", "pointercancel"]) this.root.addEventListener(end, () => (this.stroke = undefined));
    this.root.addEventListener("keydown", (event) => this.press(event));
    this.place();
  }

  get state(): Int8Array {
    return this.shown;
  }

  /** Shows a state beside the pattern it is meant to be. */
  show(state: Int8Array, pattern = this.pattern): void {
    this.shown = state;
    this.pattern = pattern;
    this.draw();
  }

  draw(): void {
    draw(this.picture, this.shown, this.pattern);
  }

  private begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    const [x, y] = this.pixelOf(event);
    this.stroke = -this.shown[y * SIDE + x];
    this.root.setPointerCapture(event.pointerId);
    this.paint(x, y);
  }

  private go(event: PointerEvent): void {
    if (this.stroke === undefined) return;
    // a fast pointer leaves pixels out between two events
    const [toX, toY] = this.pixelOf(event);
    const [fromX, fromY] = [this.x, this.y];
    const steps = Math.max(1, Math.abs(toX - fromX), Math.abs(toY - fromY));
    for (let k = 1; k <= steps; k++) {
      this.paint(Math.round(fromX + ((toX - fromX) * k) / steps), Math.round(fromY + ((toY - fromY) * k) / steps));
    }
  }

  private paint(x: number, y: number): void {
    [this.x, this.y] = [x, y];
    this.place();
    const state = this.shown.slice();
    for (let row = Math.max(0, y - BRUSH); row <= Math.min(SIDE - 1, y + BRUSH); row++) {
      for (let column = Math.max(0, x - BRUSH); column <= Math.min(SIDE - 1, x + BRUSH); column++) {
        state[row * SIDE + column] = this.stroke!;
      }
    }
    this.onEdit(state);
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = MOVES[event.key];
    if (move) {
      this.x = Math.min(SIDE - 1, Math.max(0, this.x + move[0]));
      this.y = Math.min(SIDE - 1, Math.max(0, this.y + move[1]));
      this.place();
    } else if (event.key === " ") {
      const state = this.shown.slice();
      state[this.y * SIDE + this.x] *= -1;
      this.onEdit(state);
    } else return;
    event.preventDefault();
    const ink = this.shown[this.y * SIDE + this.x] > 0 ? "ink" : "paper";
    this.say(`Row ${this.y + 1}, column ${this.x + 1}: ${ink}`);
  }

  private place(): void {
    this.cursor.style.left = `${(100 * this.x) / SIDE}%`;
    this.cursor.style.top = `${(100 * this.y) / SIDE}%`;
  }

  private pixelOf({ clientX, clientY }: PointerEvent): [x: number, y: number] {
    const { left, top, width, height } = this.picture.getBoundingClientRect();
    const within = (part: number): number => Math.min(SIDE - 1, Math.max(0, Math.floor(part * SIDE)));
    return [within((clientX - left) / width), within((clientY - top) / height)];
  }
}
