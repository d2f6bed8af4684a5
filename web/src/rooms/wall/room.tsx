/** First screen: a memory dissolves as it is filled, and comes back when its synapses are chosen. */
import { computed, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Slider, showNumber } from "../../components/controls.tsx";
import { Figure } from "../../components/figure.tsx";
import { columnsFor, Gallery } from "../../components/gallery.tsx";
import { Progress } from "../../components/progress.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import { useNarrow } from "../../components/width.ts";
import { SEARCHES } from "../../rules.data.ts";
import { jobsOf } from "../../worker/client.ts";
import { computation } from "../../worker/computation.ts";
import { NEURONS, RETRIEVED } from "../pictures.ts";
import { fill } from "./filling.ts";
import type { jobs, WallFrame } from "./jobs.ts";
import { INPUTS, MARGIN } from "./network.ts";
import { state } from "./state.ts";

/** How many places the wall shows at least, however few of them are filled. */
const PLACES = 60;

export default function WallRoom() {
  const { filled, frame, wall } = useMemo(openWall, []);
  useEffect(() => {
    const stop = fill(filled);
    return () => {
      stop();
      wall.dispose();
    };
  }, [filled, wall]);
  const isNarrow = useNarrow();
  const now = frame.value;
  const stored = state.stored.value;
  const isChosen = state.synapses.value === "chosen";
  const rewired = now?.rewired ?? 0;
  const isRewired = rewired > 0;
  const isFilling = filled.value !== undefined;
  return (
    <article class="room wall-room">
      <div class="wall-words">
        <h1>The same neurons, as many synapses, ten times the memories.</h1>
        <p class="lede">
          {NEURONS} neurons, one a pixel, store handwritten digits. Each listens to only {INPUTS} others. If chance
          chooses those, the network knows two digits until a third arrives and all are lost. Now let every neuron
          choose for itself.
        </p>
        <button
          type="button"
          class="primary"
          onClick={() => {
            state.synapses.value = isChosen ? "random" : "chosen";
          }}
        >
          {isChosen ? "Back to random synapses" : "Rewire the synapses"}
        </button>
      </div>
      <Figure
        room="wall"
        name="wall"
        title={findingOf(now, isChosen)}
        caption={
          <>
            Every digit is shown to the network, which then settles: ink is where it ends, the faint trace beneath what
            was stored. A line marks a digit that is kept: wrong pixels come to about a fifth of its ink at most
            (centered overlap <var>m</var>&nbsp;≥&nbsp;0.9). Weights are Hebbian throughout: rewiring changes only which
            of them exist. <a href={`#/recall`}>Damage one yourself</a>.
          </>
        }
        command={`palimpsest recall --count ${stored} --inputs ${INPUTS} --rule random,margin --margin ${MARGIN} --sweeps ${SEARCHES.margin.quickSweeps} --noise 0 --seed ${state.seed.value}`}
        csv={
          now && (() => Array.from(now.overlaps, (overlap, digit) => ({ digit, overlap, kept: overlap >= RETRIEVED })))
        }
      >
        <Gallery
          of={frame}
          places={Math.max(PLACES, stored)}
          columns={columnsFor(Math.max(PLACES, stored), isNarrow ? 0.8 : 1.6)}
          keptInk={isRewired ? "rule-margin" : "rule-random"}
        />
      </Figure>
      <div class="wall-numbers">
        <Stats live={wall.status.value === "done" && !isFilling}>
          <Stat
            name="kept"
            label="memories kept"
            value={now ? now.kept : "–"}
            unit={`of ${now?.overlaps.length ?? stored}`}
            rule={isRewired ? "margin" : "random"}
          />
          <Stat name="synapses" label="synapses, then and now" value={showNumber(NEURONS * INPUTS)} />
          <Stat
            name="rewired"
            label="neurons rewired"
            value={rewired}
            unit={rewired === NEURONS ? `in ${((now?.milliseconds ?? 0) / 1000).toFixed(1)} s` : `of ${NEURONS}`}
          />
        </Stats>
        <Slider
          field={state.stored}
          label="Digits stored"
          help="Store more, and see which wiring gives way first, and how."
        />
        <Progress of={wall} done={rewired / NEURONS} label={isChosen ? "Neurons choose their inputs" : "Recalling"} />
      </div>
    </article>
  );
}

function openWall() {
  /** How many digits are stored so far while the wall is being filled; undefined when it is not. */
  const filled = signal<number | undefined>(undefined);
  const frame = signal<WallFrame | undefined>(undefined);
  const input = computed(() => ({
    stored: filled.value ?? state.stored.value,
    chosen: state.synapses.value === "chosen" && filled.value === undefined,
    seed: state.seed.value,
  }));
  const show = (next: WallFrame): void => {
    frame.value = next;
  };
  const wall = computation(jobsOf<typeof jobs>("wall"), "recall", () => input.value, { onPart: show, onDone: show });
  return { filled, frame, wall };
}

function findingOf(frame: WallFrame | undefined, isChosen: boolean): string {
  if (frame === undefined) return "A wall of memories";
  const { kept, overlaps, rewired } = frame;
  const how = isChosen && rewired > 0 ? "Chosen" : "Random";
  const stored = overlaps.length;
  if (kept === stored) return `${how} synapses keep ${stored === 1 ? "one digit" : `all ${stored} digits`}`;
  return `${how} synapses keep ${kept === 0 ? "none" : kept} of ${stored} digits`;
}
