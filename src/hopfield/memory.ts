/** Most bytes one instance of the kernels may hold: engines stop growing at 3.8 GiB without a word of why. */
export const MOST_BYTES = 3.5 * 2 ** 30;

/**
 * Refuses what cannot fit, before memory is taken.
 *
 * @throws RangeError that says how much was needed.
 */
export function checkBytes(where: string, bytes: number, what: string): void {
  if (bytes > MOST_BYTES) {
    throw new RangeError(`${where}: ${what} need ${inGiB(bytes)}, more than the ${inGiB(MOST_BYTES)} that fit`);
  }
}

function inGiB(bytes: number): string {
  return `${(bytes / 2 ** 30).toPrecision(3)} GiB`;
}

/** Bytes of patterns, their codes and the overlap matrix while a network is worked on. */
export function networkBytes(nNeurons: number, nPatterns: number, stride: number): number {
  return stride * (nPatterns + Math.ceil(nPatterns / 7)) + 2 * nNeurons * stride + 2 ** 20;
}
