/** The words in which readers of connectivity note and refuse. */

/** A refusal: what must be, what was found, and how to make a file that can be read. */
export function refusal(name: string, what: string, how: string): RangeError {
  return new RangeError(`${name} ${what}; ${how}`);
}

/** Enough of a stranger's text to recognise it, and no more. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** "1 neuron", "2 neurons". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
