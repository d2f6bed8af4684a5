/** Random numbers that owe nothing to the package, so that tests are independent of its generator. */

/** A generator of numbers uniform in [0, 1): mulberry32. */
export function plainRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` entries, each 1 or −1 with equal chance. */
export function randomSigns(count: number, random: () => number): Int8Array {
  return Int8Array.from({ length: count }, () => (random() < 0.5 ? -1 : 1));
}

/** A random subset of `size` of the numbers below `count` but `without`, in random order. */
export function randomSubset(count: number, size: number, without: number, random: () => number): Int32Array {
  const pool = Array.from({ length: count }, (_, i) => i).filter((i) => i !== without);
  for (let s = 0; s < size; s++) {
    const t = s + Math.floor(random() * (pool.length - s));
    [pool[s], pool[t]] = [pool[t], pool[s]];
  }
  return Int32Array.from(pool.slice(0, size));
}
