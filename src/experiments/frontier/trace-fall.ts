/** Samples of a function of a whole number that falls until it is no longer defined. */

export interface FallSample {
  /** Argument of the function, a whole number ≥ 1. */
  readonly at: number;
  readonly value: number;
  /** Whether the function is defined at this argument; from some argument on it is not. */
  readonly isHeld: boolean;
}

/** Limits on the distance of neighbouring samples. */
export interface FallResolution {
  /** Neighbouring samples are at most this far apart in value … */
  readonly drop: number;
  /** … or in the ratio of their places; the end of the function is found to this ratio. */
  readonly ratio: number;
}

/**
 * Samples where the function falls, and where it ends: by doubling from `first` until nothing is held (by halving before, if
 * nothing is there), then by splitting intervals that are too wide for `resolution`, at their geometric middle.
 *
 * @param first  ≥ 1
 * @param most   largest place to look at.
 * @returns      the samples by place.
 */
export async function traceFall<Sample extends FallSample>(
  sample: (at: number) => Promise<Sample>,
  first: number,
  most: number,
  { drop, ratio }: FallResolution,
): Promise<Sample[]> {
  const found: Sample[] = [];
  const look = async (at: number): Promise<Sample> => {
    const own = await sample(at);
    found.push(own);
    return own;
  };
  let held = await look(Math.min(first, most));
  let beyond: Sample | undefined = held;
  while (!held.isHeld && held.at > 1) {
    beyond = held;
    held = await look(held.at >> 1);
  }
  if (!held.isHeld) return byPlace(found);
  const rising = [held];
  if (held === beyond) {
    for (beyond = undefined; beyond === undefined && held.at < most; ) {
      const next = await look(Math.min(most, 2 * held.at));
      if (next.isHeld) rising.push(next);
      else beyond = next;
      held = next;
    }
  }
  const split = async (a: Sample, b: Sample): Promise<void> => {
    const isFine = b.isHeld && a.value - b.value <= drop;
    if (isFine || b.at <= ratio * a.at || b.at - a.at <= 1) return;
    const middle = await look(Math.min(b.at - 1, Math.max(a.at + 1, Math.round(Math.sqrt(a.at * b.at)))));
    if (!middle.isHeld) return split(a, middle);
    await split(a, middle);
    await split(middle, b);
  };
  const ends = beyond === undefined ? rising : [...rising, beyond];
  for (let k = 1; k < ends.length; k++) await split(ends[k - 1], ends[k]);
  return byPlace(found);
}

function byPlace<Sample extends FallSample>(samples: Sample[]): Sample[] {
  return samples.sort((a, b) => a.at - b.at);
}

/**
 * The largest place at which a sampled fall is still at least `value`: between samples, straight in the logarithm of the
 * place; undefined when it is nowhere.
 *
 * @param samples  by place.
 */
export function placeOfFall(samples: readonly FallSample[], value: number): number | undefined {
  // chance may let a sample rise above the one before it
  const last = samples.map((own) => own.isHeld && own.value >= value).lastIndexOf(true);
  if (last < 0) return undefined;
  const [a, b] = [samples[last], samples[last + 1]];
  if (b === undefined || !b.isHeld) return a.at;
  const part = (a.value - value) / (a.value - b.value);
  return a.at * (b.at / a.at) ** part;
}
