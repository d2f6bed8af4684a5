/** Rewire: every neuron searches for its inputs, and the search is watched. */
import { useEffect, useMemo } from "preact/hooks";
import { Choice, NumberInput, Slider, showNumber, Toggle } from "../../components/controls.tsx";
import { Progress } from "../../components/progress.tsx";
import { LABELS, PARAMETERS, PARAMETERS_OF, type RuleParameter, SEARCHES } from "../../rules.data.ts";
import { ownFields } from "../../state/rule-values.ts";
import { Energy } from "./energy.tsx";
import { Fields } from "./fields.tsx";
import { CapacityGain } from "./gain.tsx";
import type { Film } from "./jobs.ts";
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

const EFFORTS = { none: "none", short: "short", usual: "usual", long: "long" } as const;

function Controls({ searching }: { readonly searching: Searching }) {
  const film = searching.film.value;
  const { rule, neurons, inputs, patterns } = spec.value;
  const { aim, descents } = SEARCHES[rule];
  const fields = ownFields(rule, state);
  const [first] = PARAMETERS_OF[rule];
  return (
    <form class="controls" aria-label="The network and the search" onSubmit={(event) => event.preventDefault()}>
      <Choice field={state.rule} label="What a neuron wants" names={LABELS} rules help={aim} />
      {first && (
        <Toggle
          field={state.own}
          label={`Set ${PARAMETERS_OF[rule].map((name) => PARAMETERS[name].symbol).join(", ")} by hand`}
          help={state.own.value ? undefined : usualOf(first, film?.spec.rule === rule ? film : undefined)}
        />
      )}
      {state.own.value && fields.map((field) => <Slider key={field.kind.label} field={field} />)}
      <Slider field={state.patterns} help={`Stored all at once: a load p/c of ${show(patterns / inputs)}.`} />
      <Slider
        field={state.inputs}
        show={() => showNumber(inputs)}
        help={`Of ${neurons - 1} others: c/N = ${show(inputs / neurons, 2)}. See below how the gain changes from sparse to dense.`}
      />
      <Slider field={state.neurons} />
      <Choice
        field={state.effort}
        label="Length of the search"
        names={descents ? { ...EFFORTS, none: "descent only" } : EFFORTS}
        help={`${showNumber(spec.value.sweeps)} sweeps. A longer one ends at lower energies.`}
      />
      <NumberInput field={state.seed} />
      <Progress
        of={searching.search}
        done={film && film.done / film.spec.neurons}
        label="Neurons choose their inputs"
      />
    </form>
  );
}

/** What the search took for a parameter that is not set by hand. */
function usualOf(name: RuleParameter, film: Film | undefined): string {
  const { symbol, otherwise } = PARAMETERS[name];
  return `Now ${symbol} = ${otherwise} = ${film ? show(film.target) : "…"}, near the best for many patterns.`;
}
