/** What makes the network: preset, weights, input, activation. */
import { batch } from "@preact/signals";
import { ACTIVATION_TYPES, ACTIVATIONS, type ActivationType } from "../../../../src/dynamics/activations/index.ts";
import { Choice, Select, Slider, showNumber } from "../../components/controls.tsx";
import { capital } from "../../components/words.ts";
import { Pad } from "./pad.tsx";
import { isTaken, PRESETS, take } from "./presets.ts";
import { state } from "./state.ts";

export function Presets() {
  return (
    <fieldset class="control">
      <legend class="control-head">Begin with</legend>
      <div class="choices">
        {PRESETS.map((preset) => (
          <button key={preset.name} type="button" aria-pressed={isTaken(preset)} onClick={() => take(preset)}>
            {preset.name}
          </button>
        ))}
      </div>
      <p class="control-help flow-about">
        {PRESETS.find(isTaken)?.about ?? "A network of your own: the address of this page holds all of it."}
      </p>
    </fieldset>
  );
}

export function Settings() {
  const { weights, w00, w01, w10, w11, b0, b1, activation } = state;
  const isConstant = weights.value === "constant";
  const { formula, range, parameter } = ACTIVATIONS[activation.value];
  return (
    <div class="controls">
      <Presets />
      <Pad />
      <fieldset class="control">
        <legend class="control-head">{isConstant ? "Weights T, from column to row" : "Patterns ξ, a row each"}</legend>
        <div class="flow-matrix">
          <Slider field={w00} label={isConstant ? "T₀₀" : "ξ⁰₀"} />
          <Slider field={w01} label={isConstant ? "T₀₁" : "ξ⁰₁"} />
          <Slider field={w10} label={isConstant ? "T₁₀" : "ξ¹₀"} />
          <Slider field={w11} label={isConstant ? "T₁₁" : "ξ¹₁"} />
        </div>
        {isConstant && (
          <div class="row">
            <p class="control-help">
              {w01.value === w10.value
                ? "T₀₁ = T₁₀: an energy exists, and trajectories only descend it."
                : "T₀₁ ≠ T₁₀: there is no energy; trajectories may circle."}
            </p>
            {w01.value !== w10.value && (
              <button type="button" onClick={makeSymmetric}>
                Make symmetric
              </button>
            )}
          </div>
        )}
      </fieldset>
      <fieldset class="control">
        <legend class="control-head">Input b</legend>
        <div class="flow-matrix">
          <Slider field={b0} label="b₀" />
          <Slider field={b1} label="b₁" />
        </div>
      </fieldset>
      <Choice
        field={activation}
        label="Activation g"
        names={ACTIVATION_NAMES}
        help={`V = ${formula}, from ${range.map(showNumber).join(" to ")}.`}
      />
      <Slider field={state[parameter.name]} label={capital(parameter.name)} help={parameter.effect} />
      <Select
        field={weights}
        label="Weights that depend on the state"
        names={{
          constant: "no: T constant",
          polynomial: "Φ polynomial",
          exponential: "Φ exponential",
          logSumExp: "Φ log-sum-exp",
        }}
        help="T(V) = ∇²Φ of two patterns (Krotov & Hopfield), or ∇Φ instead of T(V)V by log-sum-exp: an energy exists whatever the patterns."
      />
      {weights.value === "polynomial" && <Slider field={state.degree} />}
      {(weights.value === "exponential" || weights.value === "logSumExp") && <Slider field={state.beta} />}
      {!isConstant && <Slider field={state.scale} />}
      <Slider field={state.box} show={(value) => `±${value}`} />
    </div>
  );
}

/** Their types are their names. */
const ACTIVATION_NAMES = Object.fromEntries(ACTIVATION_TYPES.map((type) => [type, type])) as {
  readonly [Type in ActivationType]: string;
};

function makeSymmetric(): void {
  const { w01, w10 } = state;
  batch(() => {
    const mean = w01.kind.parse(String((w01.value + w10.value) / 2)) ?? 0;
    w01.value = mean;
    w10.value = mean;
  });
}
