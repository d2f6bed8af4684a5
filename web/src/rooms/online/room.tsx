/** Grow: online learning with growth and pruning, from several starts side by side. */
import { useEffect, useMemo } from "preact/hooks";
import { Choice, NumberInput, Slider } from "../../components/controls.tsx";
import { Progress } from "../../components/progress.tsx";
import { LABELS, SEARCHES } from "../../rules.data.ts";
import { ownFields } from "../../state/rule-values.ts";
import { Changes, Growth, Learned } from "./course.tsx";
import { Distribution } from "./distribution.tsx";
import { openRunning, type Running } from "./running.ts";
import { inputsOf, STARTS, state } from "./state.ts";

export default function OnlineRoom() {
  const running = useMemo(openRunning, []);
  useEffect(() => running.dispose, [running]);
  return (
    <article class="room">
      <header class="room-head">
        <h1>How many synapses does a memory need?</h1>
        <p class="lede">
          Here nobody says how many synapses there are to be. The network learns pattern by pattern; each neuron adds
          and drops inputs as it goes. Three networks begin with different numbers of them, and know nothing of each
          other.
        </p>
      </header>
      <div class="room-body">
        <Growth running={running} />
        <Controls running={running} />
        <div class="stack">
          <div class="rewire-pair">
            <Changes running={running} />
            <Learned running={running} />
          </div>
          <Distribution running={running} />
        </div>
      </div>
    </article>
  );
}

const NAMES = { first: "First network", second: "Second network", third: "Third network" } as const;

function Controls({ running }: { readonly running: Running }) {
  return (
    <form class="controls" aria-label="The networks" onSubmit={(event) => event.preventDefault()}>
      {STARTS.map((start) => (
        <div key={start} data-rule={start} class="online-start">
          <Slider
            field={state[start]}
            label={NAMES[start]}
            show={() => `c₀ = ${inputsOf(start)}`}
            {...(start === "third" && {
              help: "Inputs of every neuron at the beginning, drawn by chance. Let the three begin where you like: do they meet?",
            })}
          />
        </div>
      ))}
      <Choice
        field={state.rule}
        label="What a neuron wants"
        names={LABELS}
        rules
        help={SEARCHES[state.rule.value].aim}
      />
      {ownFields(state.rule.value, state).map((field) => (
        <Slider key={field.kind.label} field={field} />
      ))}
      <Slider field={state.neurons} />
      <NumberInput field={state.seed} />
      <Progress of={running.growing} label="Three networks learn" />
      <p class="small">
        The same choice for patterns known all at once: <a href="#/rewire">Rewire</a>.
      </p>
    </form>
  );
}
