/** Rewire: every neuron searches for its inputs, and the search is watched. */
import { useEffect, useMemo } from "preact/hooks";
import { Choice, NumberInput, Slider, showNumber, Toggle } from "../../components/controls.tsx";
import { Progress } from "../../components/progress.tsx";
import { Energy } from "./energy.tsx";
import { Fields } from "./fields.tsx";
import { CapacityGain } from "./gain.tsx";
import { openSearching, type Searching } from "./searching.ts";
import { spec, state } from "./state.ts";
import { Weights } from "./weights.tsx";
import { show } from "./words.ts";

export default function RewireRoom() {
  const searching = useMemo(openSearching, []);
  useEffect(() => searching.dispose, [searching]);
  return (
    <article class="room">
      <header class="room-head">
        <h1>Every neuron chooses whom to listen to.</h1>
        <p class="lede">
          The weights are what Hebb’s rule makes of the patterns; only which of them exist is open. Each neuron searches
          alone for the inputs that disturb it least, as a melt cools into a crystal. Watch the search, and what it
          keeps.
        </p>
      </header>
      <div class="room-body">
        <Energy searching={searching} />
        <Controls searching={searching} />
        <div class="stack">
          <div class="rewire-pair">
            <Weights searching={searching} />
            <Fields searching={searching} />
          </div>
          <CapacityGain searching={searching} />
        </div>
      </div>
    </article>
  );
}

const RULE_HELP = {
  noise: "Every aligned field is drawn towards 1: what the other patterns add, the noise, is made small.",
  signal: "Every aligned field is drawn towards 1 + ε: some of the noise is made to help.",
  margin: "Every aligned field is to reach κ, and none has to be larger: what is safe costs nothing.",
} as const;

const EFFORTS = { none: "descent only", short: "short", usual: "usual", long: "long" } as const;
const EFFORTS_OF_MARGIN = { ...EFFORTS, none: "none" } as const;

function Controls({ searching }: { readonly searching: Searching }) {
  const film = searching.film.value;
  const { rule, neurons, inputs, patterns } = spec.value;
  const isMargin = rule === "margin";
  return (
    <form class="controls" aria-label="The network and the search" onSubmit={(event) => event.preventDefault()}>
      <Choice
        field={state.rule}
        label="What a neuron wants"
        names={{ noise: "noise reduction", signal: "signal reinforcement", margin: "margin" }}
        rules
        help={RULE_HELP[rule]}
      />
      {rule !== "noise" && (
        <Toggle
          field={state.own}
          label={isMargin ? "Set κ by hand" : "Set ε by hand"}
          help={
            state.own.value
              ? undefined
              : isMargin
                ? `Now κ = ${film?.spec.rule === rule ? show(film.target) : "…"}, near the best for many patterns.`
                : `Now ε = p/c = ${show(patterns / inputs)}, near the best for many patterns.`
          }
        />
      )}
      {rule === "signal" && state.own.value && (
        <Slider
          field={state.epsilon}
          label="Target ε"
          help="What is to be added to the signal; 0 is noise reduction."
        />
      )}
      {isMargin && state.own.value && (
        <Slider
          field={state.margin}
          label="Margin κ"
          help="A small one holds more patterns, a large one mends more damage."
        />
      )}
      <Slider
        field={state.patterns}
        label="Patterns p"
        help={`Stored all at once: a load p/c of ${show(patterns / inputs)}.`}
      />
      <Slider
        field={state.inputs}
        label="Inputs a neuron c"
        show={() => showNumber(inputs)}
        help={`Of ${neurons - 1} others: c/N = ${show(inputs / neurons, 2)}. See below how the gain changes from sparse to dense.`}
      />
      <Slider field={state.neurons} label="Neurons N" help="More to choose from, and more to search." />
      <Choice
        field={state.effort}
        label="Length of the search"
        names={isMargin ? EFFORTS_OF_MARGIN : EFFORTS}
        help={`${showNumber(spec.value.sweeps)} sweeps. A longer one ends at lower energies.`}
      />
      <NumberInput
        field={state.seed}
        label="Seed"
        help="Of chance: the same seed gives the same patterns and synapses, here and in Node."
      />
      <Progress
        of={searching.search}
        done={film && film.done / film.spec.neurons}
        label="Neurons choose their inputs"
      />
    </form>
  );
}
