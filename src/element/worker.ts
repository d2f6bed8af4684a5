/** The worker of `<palimpsest-recall>`: every kernel runs here, none on the page's own thread. */
import { randomConnectivity } from "../hopfield/connectivity.ts";
import { flippedPatterns } from "../hopfield/cue.ts";
import { hebbianNetwork } from "../hopfield/learning/learn.ts";
import { type HopfieldNetwork, relax } from "../hopfield/relax.ts";
import { rewire } from "../hopfield/rewire.ts";
import { isSearchRule } from "../hopfield/rules/index.ts";
import { centeredOverlaps } from "../hopfield/state-overlaps.ts";
import type { Course, Reply, Request, Requests, Stored } from "./protocol.ts";

/** Recalls as much as ten times as many do, in less than a second. */
const SEARCH_SWEEPS = 2;
/** A limit is needed because asymmetric networks need not come to rest. */
const MOST_SWEEPS = 100;

let network: Promise<HopfieldNetwork> | undefined;
let storing: AbortController | undefined;

const answer: {
  readonly [Kind in keyof Requests]: (
    input: Requests[Kind]["input"],
    onPart: (part: number) => void,
  ) => Promise<Requests[Kind]["output"]>;
} = {
  async store({ patterns, settings }, onPart): Promise<Stored> {
    storing?.abort();
    storing = new AbortController();
    network = build({ patterns, settings }, storing.signal, onPart);
    const { nNeurons, values } = patterns;
    const cues = flippedPatterns(patterns, { flipped: settings.noise, seed: settings.seed });
    const { states } = await relax(await network, cues, { maxSweeps: MOST_SWEEPS }, { signal: storing.signal });
    return { overlaps: centeredOverlaps(states, values, nNeurons) };
  },
  async recall(cue): Promise<Course> {
    if (!network) throw new Error("nothing is stored yet");
    const states: Int8Array[] = [];
    let state = cue;
    for (let sweeps = 1; ; sweeps++) {
      const after = await relax(await network, state, { maxSweeps: 1 });
      const status = after.status[0];
      if (status === "fixedPoint") return { states, status, sweeps };
      state = after.states;
      states.push(state);
      if (sweeps === MOST_SWEEPS) return { states, status, sweeps };
    }
  },
};

async function build(
  { patterns, settings: { inputs, rule, seed } }: Requests["store"]["input"],
  signal: AbortSignal,
  onPart: (part: number) => void,
): Promise<HopfieldNetwork> {
  const chosen = isSearchRule(rule)
    ? (
        await rewire(
          patterns,
          { inputs, rule, seed, sweeps: SEARCH_SWEEPS },
          { signal, onProgress: ({ done, total }) => onPart(done / total) },
        )
      ).connectivity!
    : await randomConnectivity({ nNeurons: patterns.nNeurons, nInputs: inputs, seed });
  return hebbianNetwork(patterns, chosen, { signal });
}

function tell(reply: Reply): void {
  postMessage(reply);
}

addEventListener("message", async ({ data }: MessageEvent<Request>) => {
  const { id, kind, input } = data;
  try {
    const output = await answer[kind](input as never, (part) => tell({ id, part }));
    tell({ id, output });
  } catch (error) {
    tell({ id, failure: error instanceof Error ? error.message : String(error) });
  }
});
