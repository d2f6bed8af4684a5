/** Recall: pictures are stored, one of them is damaged, and the network repairs it or fails. */
import { computed } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Choice, NumberInput, Slider, showPercent } from "../../components/controls.tsx";
import { Figure } from "../../components/figure.tsx";
import { columnsFor, Gallery } from "../../components/gallery.tsx";
import { Progress } from "../../components/progress.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import { useNarrow } from "../../components/width.ts";
import { capital } from "../../components/words.ts";
import { LABELS } from "../../rules.data.ts";
import { ownFields } from "../../state/rule-values.ts";
import { NEURONS, RETRIEVED } from "../pictures.ts";
import { Bench } from "./bench.tsx";
import { Breaking } from "./breaking.tsx";
import { commandOf } from "./command.ts";
import { type Memory, openMemory } from "./memory.ts";
import { state } from "./state.ts";

export default function RecallRoom() {
  const memory = useMemo(openMemory, []);
  useEffect(() => memory.dispose, [memory]);
  return (
    <article class="room">
      <header class="room-head">
        <h1>Damage a memory, and see whether it mends.</h1>
        <p class="lede">
          The network holds pictures, a neuron to a pixel. It is shown a damaged one; each neuron in turn looks at the
          few it listens to and takes their side. If the memory holds, the picture comes back.
        </p>
      </header>
      <div class="room-body">
        <Bench memory={memory} />
        <Controls memory={memory} />
        <div class="stack">
          <Everything memory={memory} />
          <Breaking points={memory.trail.value} />
        </div>
      </div>
    </article>
  );
}

function Controls({ memory: { storing } }: { readonly memory: Memory }) {
  const part = storing.part.value;
  return (
    <form class="controls" aria-label="The network and the damage" onSubmit={(event) => event.preventDefault()}>
      <Choice
        field={state.rule}
        label="Synapses"
        names={LABELS}
        rules
        help="Which neurons each one listens to: drawn by chance, or chosen so that the other pictures do it least harm."
      />
      <Slider
        field={state.stored}
        label="Pictures stored"
        help="The load. Slide it up until the pictures no longer come back, then choose the synapses in another way."
      />
      <Slider
        field={state.inputs}
        label="Inputs a neuron"
        help={`How many of the ${NEURONS - 1} others each neuron listens to.`}
      />
      {ownFields(state.rule.value, state).map((field) => (
        <Slider key={field.kind.label} field={field} />
      ))}
      <Slider field={state.noise} label="Pixels wrong" show={showPercent} help="Of every cue, drawn at random." />
      <Slider field={state.occlude} label="Hidden" show={showPercent} help="Rows of every cue covered from below." />
      <NumberInput field={state.seed} />
      <Progress
        of={storing}
        done={part && part.done / part.total}
        label={state.rule.value === "random" ? "Storing" : "Neurons choose their inputs"}
      />
    </form>
  );
}

/** The part of the page that shows all memories at once. */
function Everything({ memory }: { readonly memory: Memory }) {
  const stored = memory.storing.output.value;
  const isNarrow = useNarrow();
  const rule = stored?.spec.rule ?? state.rule.value;
  const count = stored?.spec.stored ?? state.stored.value;
  const title = stored
    ? `${capital(LABELS[rule])} synapses recall ${stored.recalled === count ? `all ${count}` : `${stored.recalled} of ${count}`}`
    : "What all cues lead to";
  const all = useMemo(() => computed(() => memory.storing.output.value), [memory]);
  return (
    <Figure
      room="recall"
      name="recall"
      title={title}
      caption="Every stored picture, recalled from a cue damaged as set: ink is where the network settled, the faint trace what was stored, a line beneath what was recalled, with wrong pixels of about a fifth of its ink at most. Point at one to make it the cue."
      command={commandOf()}
      csv={
        stored &&
        (() =>
          Array.from(stored.overlaps, (overlap, pattern) => ({
            rule,
            pattern,
            overlap,
            retrieved: overlap >= RETRIEVED,
          })))
      }
    >
      <Gallery
        of={all}
        places={Math.max(30, count)}
        columns={columnsFor(Math.max(30, count), isNarrow ? 1.2 : 3)}
        keptInk={`rule-${rule}`}
        chosen={memory.picture.value}
        onPick={memory.choose}
      />
      <Stats live={memory.storing.status.value === "done"}>
        <Stat name="recalled" label="recalled" value={stored?.recalled ?? "–"} unit={`of ${count}`} rule={rule} />
        <Stat name="load" label="load p/c" value={(count / (stored?.spec.inputs ?? state.inputs.value)).toFixed(2)} />
        <Stat
          name="mean-overlap"
          label="mean overlap"
          value={stored ? (stored.overlaps.reduce((sum, m) => sum + m, 0) / count).toFixed(3).replace("-", "−") : "–"}
        />
      </Stats>
    </Figure>
  );
}
