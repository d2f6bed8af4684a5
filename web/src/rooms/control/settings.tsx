/** What can be set: the network, the pattern, the price and the bounds of change. */
import { useId } from "preact/hooks";
import { Choice, NumberInput, Slider, showNumber, Toggle } from "../../components/controls.tsx";
import { Vector } from "./numbers-input.tsx";
import { SUBSCRIPTS } from "./plane.tsx";
import { isSet, PRESETS, take } from "./presets.ts";
import { formatRows, replaced } from "./rows.ts";
import { pattern, size, weights } from "./setting.ts";
import { MOST_STATE, MOST_WEIGHT, state } from "./state.ts";

/** Bounds: fine where they are small. */
const BOUNDS = [
  ...[0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04],
  ...Array.from({ length: 19 }, (_, n) => Number((0.05 * (n + 1)).toFixed(2))),
  ...Array.from({ length: 21 }, (_, n) => Number((1 + 0.1 * n).toFixed(1))),
];

export function Settings() {
  return (
    <div class="controls">
      <div class="control-group">
        <Slider field={state.mu} />
        <Slider field={state.lambda} />
        <Slider field={state.K} along={BOUNDS} />
        <Slider field={state.k} along={BOUNDS} />
      </div>
      {state.view.value === "pattern" && size.value === 3 && (
        <Choice field={state.plane} label="Plane shown" names={{ "12": "u₁, u₂", "13": "u₁, u₃", "23": "u₂, u₃" }} />
      )}
      {state.view.value !== "sequence" && <Pattern />}
      <Network />
      <details class="more">
        <summary>Solver</summary>
        <div class="controls">
          <Choice
            field={state.step}
            label="h, time step"
            names={{ "0.1": "0.1", "0.05": "0.05", "0.02": "0.02", "0.01": "0.01" }}
            help="Euler's method makes J a few per cent too high at 0.05; the error falls with h."
          />
          <NumberInput field={state.horizon} label="T, horizon" help="0: 1.4 times the presentation, which λ sets." />
          <NumberInput field={state.starts} />
          <Toggle field={state.self} label="Self-synapses may change" />
        </div>
      </details>
    </div>
  );
}

/** Networks to begin with. */
export function Presets() {
  return (
    <fieldset class="control presets">
      <legend class="control-head">Begin with</legend>
      <div class="choices">
        {PRESETS.map((preset) => (
          <button key={preset.title} type="button" aria-pressed={isSet(preset)} onClick={() => take(preset)}>
            {preset.title}
          </button>
        ))}
      </div>
      <p class="control-help about">
        {PRESETS.find(isSet)?.about ?? "Your own setting. The address of this page holds all of it."}
      </p>
    </fieldset>
  );
}

function Pattern() {
  return (
    <fieldset class="control">
      <legend class="control-head">u⁰, the pattern</legend>
      <Vector
        values={pattern.value}
        name={(i) => `u${SUBSCRIPTS[i]} of the pattern`}
        most={MOST_STATE}
        set={(row) => {
          state.u.value = formatRows([row]);
        }}
      />
      <p class="control-help">The state the network starts from. Drag it in the plane, or click where it should be.</p>
    </fieldset>
  );
}

function Network() {
  const id = useId();
  const A = weights.value;
  const resize = (N: number): void => {
    state.A.value = formatRows(
      Array.from({ length: N }, (_, i) => Array.from({ length: N }, (_, j) => A[i]?.[j] ?? 0)),
    );
    if (N === 3 && state.view.value === "value") state.view.value = "pattern";
  };
  return (
    <fieldset class="control" aria-describedby={id}>
      <legend class="control-head">A, the network</legend>
      <div class="matrix">
        {A.map((row, i) => (
          <Vector
            key={i}
            values={row}
            name={(j) => `A${SUBSCRIPTS[i]}${SUBSCRIPTS[j]}, from neuron ${j + 1} to ${i + 1}`}
            most={MOST_WEIGHT}
            set={(next) => {
              state.A.value = formatRows(replaced(A, i, next));
            }}
          />
        ))}
      </div>
      <div class="row">
        <button type="button" class="quiet" onClick={() => resize(A.length === 2 ? 3 : 2)}>
          {A.length === 2 ? "Add a third neuron" : "Take the third neuron away"}
        </button>
      </div>
      <p class="control-help" id={id}>
        A<sub>ij</sub> is the weight from j to i; 0 is a silent synapse.{" "}
        {showNumber(A.flat().filter((w) => w === 0).length)} of {A.length ** 2} are silent.
      </p>
    </fieldset>
  );
}
