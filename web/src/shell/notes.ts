/** Short notes to the visitor: what went wrong, and what was done instead. */
import { signal } from "@preact/signals";

export interface Note {
  readonly id: number;
  readonly text: string;
}

export const notes = signal<readonly Note[]>([]);

const MOST = 3;
let last = 0;

export function note(text: string): void {
  const others = notes.peek().filter((one) => one.text !== text);
  notes.value = [...others, { id: ++last, text }].slice(-MOST);
}

export function dismiss(id: number): void {
  notes.value = notes.peek().filter((one) => one.id !== id);
}
