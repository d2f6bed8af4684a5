/** Short notes to the visitor: what went wrong, and what was done instead. */
import { signal } from "@preact/signals";

/** A note; its `id` tells it from others with the same words. */
export interface Note {
  readonly id: number;
  readonly text: string;
}

/** The notes that are shown, the newest last. */
export const notes = signal<readonly Note[]>([]);

const MOST = 3;
let last = 0;

/** Shows a note; one with the same words moves to the end. */
export function note(text: string): void {
  const others = notes.peek().filter((one) => one.text !== text);
  notes.value = [...others, { id: ++last, text }].slice(-MOST);
}

/** Takes a note away. */
export function dismiss(id: number): void {
  notes.value = notes.peek().filter((one) => one.id !== id);
}
