// Greedy descent: the zero-temperature end of every search.

import { at32 } from "./address";
import { Annealer, noteSwap, swapChange } from "./annealer";
import { bestReplacement, deriveCosts, swapRows } from "./row-search";
import { GUMBELS_AT } from "./variates";

/**
 * Every input in turn goes to its best replacement while that lowers the energy, until a whole round changes nothing or
 * `rounds` are done.
 *
 * @returns  rounds done
 */
export function descend(ptr: usize, rounds: i32): i32 {
  const a = changetype<Annealer>(ptr);
  if (a.N - 1 == a.c) return 0;
  a.listed = 0;
  a.costsAt = -1;
  deriveCosts(a);
  const noise = at32(a.variates, GUMBELS_AT); // any finite numbers: they are multiplied by 0
  for (let round = 1; round <= rounds; round++) {
    let moved = false;
    for (let position = 0; position < a.c; position++) {
      const j = load<i32>(at32(a.members, position));
      const k = bestReplacement(a, j, noise, 0);
      const change = swapChange(a, j, k);
      if (change < 0) {
        noteSwap(a, position, k, change);
        swapRows(a, j, k);
        moved = true;
      }
    }
    if (!moved) return round;
  }
  return rounds;
}
