/** The softmax of overlaps, by the exponential that all backends share. */
import { exp } from "./elementary.ts";

/** p = softmax(βm), shifted by the largest so that nothing overflows; returns p·m. */
export function softmaxInto(p: Float64Array, m: Float64Array, beta: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let mu = 0; mu < m.length; mu++) if (m[mu] > largest) largest = m[mu];
  let sum = 0;
  for (let mu = 0; mu < m.length; mu++) {
    p[mu] = exp(beta * (m[mu] - largest));
    sum += p[mu];
  }
  let mean = 0;
  for (let mu = 0; mu < m.length; mu++) {
    p[mu] /= sum;
    mean += p[mu] * m[mu];
  }
  return mean;
}
