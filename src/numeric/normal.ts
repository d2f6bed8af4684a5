/** Standard normal variates with the same bits everywhere: Marsaglia's polar method on a stream, with our own logarithm. */

import { log } from "./log.ts";
import type { Stream } from "./philox.ts";

/** Fills `out` with independent standard normal variates, two for each accepted pair of words. */
export function normals(stream: Stream, out: Float64Array): void {
  for (let at = 0; at < out.length; ) {
    const u = (stream.next() + 0.5) / 2 ** 31 - 1;
    const v = (stream.next() + 0.5) / 2 ** 31 - 1;
    const s = u * u + v * v;
    if (s >= 1 || s === 0) continue;
    const scale = Math.sqrt((-2 * log(s)) / s);
    out[at++] = u * scale;
    if (at < out.length) out[at++] = v * scale;
  }
}
