/** The JavaScript backend: all of its kernels gathered behind the interface of the contract. */
import { philox } from "../../numeric/philox.ts";
import type { Kernels } from "../contract/kernels.ts";
import { JsAnnealer } from "./annealer.ts";
import { JsArena } from "./arena.ts";
import { gatherWeights, randomConnectivity } from "./connectivity.ts";
import { jsControl } from "./control.ts";
import { jsFlowKernels } from "./flow.ts";
import { growthKernels } from "./growth.ts";
import { jsLearning } from "./learning.ts";
import { JsMarginSearch } from "./margin.ts";
import { largestOverlap, mirrorOverlap, overlapBlock } from "./overlap.ts";
import { packPatterns, randomPatterns } from "./patterns.ts";
import { poolKernels } from "./pool.ts";
import { JsRelaxer } from "./relax.ts";

/** The pure-JavaScript backend: the same algorithms on typed arrays, bit for bit. */
export function jsKernels(): Kernels {
  const arena = new JsArena();
  return {
    ...jsControl(arena),
    backend: "js",
    arena,
    randomWords(out, { domain, item, lane, index }, key) {
      const words = new Uint32Array(4);
      for (let at = 0; at < out.length; at += 4) {
        philox(words, index + at / 4, lane, item, domain, key);
        out.view.set(words.subarray(0, Math.min(4, out.length - at)), at);
      }
    },
    randomPatterns: (xi, ...rest) => randomPatterns(xi.view, ...rest),
    packPatterns: (xi, codes, ...rest) => packPatterns(xi.view, codes.view, ...rest),
    overlapBlock: (xi, codes, overlap, ...rest) => overlapBlock(xi.view, codes.view, overlap.view, ...rest),
    mirrorOverlap: (overlap, ...rest) => mirrorOverlap(overlap.view, ...rest),
    largestOverlap: (overlap, ...rest) => largestOverlap(overlap.view, ...rest),
    randomConnectivity: (inputs, ...rest) => randomConnectivity(inputs.view, ...rest),
    gatherWeights: (overlap, rowStart, inputs, weights, ...rest) =>
      gatherWeights(overlap.view, rowStart.view, inputs.view, weights.view, ...rest),
    ...growthKernels,
    ...poolKernels,
    annealer: (problem) => new JsAnnealer(problem),
    marginSearch: (problem) => new JsMarginSearch(problem),
    relaxer: (graph) => new JsRelaxer(graph),
    ...jsFlowKernels(arena),
    ...jsLearning,
  };
}
