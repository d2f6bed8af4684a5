// Orders of updates.

import { at32 } from "./address";
import { Block } from "./graph";
import { DOMAIN } from "../src/numeric/domains";
import { Stream } from "./stream";

/** A fresh random order of the neurons, from the stream of this sweep alone. */
export function shuffle(block: Block, N: i32, sweep: i32, key0: u32, key1: u32): void {
  const stream = changetype<Stream>(block.stream);
  stream.open(DOMAIN.order, sweep, 0, key0, key1);
  const order = block.order;
  for (let n = 0; n < N; n++) store<i32>(at32(order, n), n);
  for (let n = N - 1; n > 0; n--) {
    const t = <i32>stream.below(n + 1);
    const other = load<i32>(at32(order, t));
    store<i32>(at32(order, t), load<i32>(at32(order, n)));
    store<i32>(at32(order, n), other);
  }
}
