/** Between two points of a theory: how solutions are followed from one to the other. */

/** A value between two, exactly the last at s = 1. */
export function between(from: number, to: number, s: number): number {
  return s === 1 ? to : from + s * (to - from);
}

/** A share between two, at even steps of its logit, exactly the last at s = 1. */
export function shareBetween(from: number, to: number, s: number): number {
  return s === 1 ? to : 1 / (1 + Math.exp(-between(logit(from), logit(to), s)));
}

export function logit(share: number): number {
  return Math.log(share / (1 - share));
}
