/** Glauber's heat bath in plain JavaScript: twin of assembly/glauber.ts, which says which words are drawn. */

import { DOMAIN } from "../../numeric/domains.ts";
import { log } from "../../numeric/log.ts";
import { philox } from "../../numeric/philox.ts";
import type { Graph, Key } from "../contract/kernels.ts";
import type { Heater } from "../contract/learning.ts";
import { propagateFlip, shuffleInto, sumFields } from "./relax.ts";

/** The largest |logit| that a random word of 32 bits can stand for: ln(2³³ − 1), rounded up. */
const MOST_LOGIT = 22.87386;

export class JsHeater implements Heater {
  readonly lanes = 4;
  private readonly order: Int32Array;
  private readonly fields: Int32Array;
  private readonly words = new Uint32Array(4);

  constructor(private readonly graph: Graph) {
    this.order = new Int32Array(graph.nNeurons);
    this.fields = new Int32Array(graph.nNeurons);
  }

  sweep(
    states: Int8Array,
    halfTemperatures: Float64Array,
    count: number,
    state: number,
    random: boolean,
    first: number,
    last: number,
    key: Key,
  ): void {
    const { graph, order, fields, words } = this;
    const { nNeurons } = graph;
    for (let i = 0; i < nNeurons; i++) order[i] = i;
    for (let s = 0; s < count; s++) {
      const values = states.subarray(s * nNeurons, (s + 1) * nNeurons);
      sumFields(graph, values, fields, 0);
      for (let sweep = first; sweep <= last; sweep++) {
        if (random) shuffleInto(order, sweep, key);
        for (let n = 0; n < nNeurons; n++) {
          const i = order[n];
          const half = halfTemperatures[i];
          let up = fields[i] >= 0;
          if (Math.abs(fields[i]) <= MOST_LOGIT * half && half > 0) {
            philox(words, (state + s) >>> 2, i, sweep, DOMAIN.glauber, key);
            const word = words[(state + s) & 3] + 0.5;
            up = half * log(word / (2 ** 32 - word)) < fields[i];
          }
          const next = up ? 1 : -1;
          if (next === values[i]) continue;
          values[i] = next;
          propagateFlip(graph, fields, i, next);
        }
      }
    }
  }
}
