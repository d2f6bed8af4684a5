// The package as a script of a user's own has it: prints what each entry computes, a document of JSON.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as core from "palimpsest";
import * as digits from "palimpsest/digits";
import { PalimpsestRecall } from "palimpsest/element";
import * as node from "palimpsest/node";
import { capacityFigure } from "palimpsest/plot";
import { SPEC, study } from "./study.js";

const executor = node.threads(2);
const threaded = await study(node, digits, { executor });
await executor.close();
const { document } = (await import("linkedom")).parseHTML("<!doctype html><html></html>");
const { summary } = await core.capacity({ neurons: 50, inputs: 8, rule: "random", seeds: 2, seed: 2 });
const figure = capacityFigure(summary, { document }).outerHTML;
const bytesOf = (name) => readFileSync(fileURLToPath(import.meta.resolve(`palimpsest/${name}`)));
const kernels = await core.loadKernels({ module: await WebAssembly.compile(bytesOf("kernels.wasm")) });
const words = kernels.arena.uint32(4);
kernels.randomWords(words, { domain: 0, item: 0, lane: 0, index: 0 }, [0, 0]);
console.log(
  JSON.stringify({
    core: await study(core, digits),
    javascript: (await core.capacity(SPEC, { backend: "js" })).rows,
    threaded,
    figure: figure.slice(0, 4),
    element: typeof PalimpsestRecall,
    words: Array.from(words.view),
    isControl: WebAssembly.validate(bytesOf("control.wasm")),
  }),
);
