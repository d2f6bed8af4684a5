/** Controls bound to fields: each with its label, its value and a short explanation. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import type { ChoiceField, DeclaredField, DeclaredNumber, NumberField, ToggleField } from "../state/fields.ts";

interface ControlProps {
  readonly label: string;
  /** A sentence that says what the control does. */
  readonly help?: ComponentChildren;
  readonly disabled?: boolean;
}

/** Of a number: a parameter of an experiment and the seed have a label and a sentence of their own. */
type NumberProps =
  | (ControlProps & { readonly field: NumberField })
  | (Partial<ControlProps> & { readonly field: DeclaredField });

function wordsOf(props: NumberProps): Partial<ControlProps> {
  return { ...(props.field.kind as Partial<DeclaredNumber>), ...props };
}

/** A slider; arrows move it by a step, Page Up and Page Down by ten. `along`: it moves over these values instead, in order. */
export function Slider(
  props: NumberProps & { readonly show?: (value: number) => string; readonly along?: readonly number[] },
) {
  const { field, show = showNumber, along, disabled } = props;
  const { label, help } = wordsOf(props);
  const id = useId();
  const { min, max, step } = along ? { min: 0, max: along.length - 1, step: 1 } : field.kind;
  return (
    <div class="control">
      <div class="control-head">
        <label for={id}>{label}</label>
        <output class="control-value" for={id}>
          {show(field.value)}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={along ? nearestOf(along, field.value) : field.value}
        disabled={disabled}
        aria-valuetext={show(field.value)}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onInput={({ currentTarget: { value } }) => {
          field.value = field.kind.parse(along ? String(along[Number(value)]) : value) ?? field.value;
        }}
      />
      <Help id={id}>{help}</Help>
    </div>
  );
}

/** The index of the value that is nearest to a number. */
function nearestOf(values: readonly number[], to: number): number {
  return values.reduce((best, value, k) => (Math.abs(value - to) < Math.abs(values[best] - to) ? k : best), 0);
}

/** A number to be typed; what is not allowed is marked and left out. */
export function NumberInput(props: NumberProps) {
  const { field, disabled } = props;
  const { label, help } = wordsOf(props);
  const id = useId();
  const [wrong, setWrong] = useState<string>();
  const { min, max, step, allowed } = field.kind;
  return (
    <div class="control">
      <div class="control-head">
        <label for={id}>{label}</label>
        <input
          id={id}
          type="number"
          min={min}
          max={max}
          step={step}
          value={wrong ?? field.value}
          disabled={disabled}
          aria-invalid={wrong !== undefined}
          aria-describedby={`${id}-help`}
          onInput={({ currentTarget: { value } }) => {
            const parsed = field.kind.parse(value);
            setWrong(parsed === undefined ? value : undefined);
            if (parsed !== undefined) field.value = parsed;
          }}
          onBlur={() => setWrong(undefined)}
        />
      </div>
      <Help id={id}>{wrong === undefined ? help : `Must be ${allowed}.`}</Help>
    </div>
  );
}

/** One of a few, all of them to be seen; `rules` gives each choice the color of its rule. */
export function Choice<T extends string>(
  props: ControlProps & {
    readonly field: ChoiceField<T>;
    readonly names: Readonly<Record<T, string>>;
    readonly rules?: boolean;
  },
) {
  const { field, label, help, names, rules, disabled } = props;
  const id = useId();
  return (
    <fieldset class="control" disabled={disabled} aria-describedby={help === undefined ? undefined : `${id}-help`}>
      <legend class="control-head">{label}</legend>
      <div class="choices">
        {field.kind.choices.map((one) => (
          <label key={one} class="choice" data-rule={rules ? one : undefined}>
            <input
              type="radio"
              name={id}
              value={one}
              checked={field.value === one}
              onChange={() => {
                field.value = one;
              }}
            />
            <span>{names[one]}</span>
          </label>
        ))}
      </div>
      <Help id={id}>{help}</Help>
    </fieldset>
  );
}

/** A list from which one of several values is chosen. */
export function Select<T extends string>(
  props: ControlProps & { readonly field: ChoiceField<T>; readonly names: Readonly<Record<T, string>> },
) {
  const { field, label, help, names, disabled } = props;
  const id = useId();
  return (
    <div class="control">
      <div class="control-head">
        <label for={id}>{label}</label>
        <select
          id={id}
          value={field.value}
          disabled={disabled}
          aria-describedby={help === undefined ? undefined : `${id}-help`}
          onChange={({ currentTarget }) => {
            field.value = field.kind.parse(currentTarget.value) ?? field.value;
          }}
        >
          {field.kind.choices.map((one) => (
            <option key={one} value={one}>
              {names[one]}
            </option>
          ))}
        </select>
      </div>
      <Help id={id}>{help}</Help>
    </div>
  );
}

export function Toggle({ field, label, help, disabled }: ControlProps & { readonly field: ToggleField }) {
  const id = useId();
  return (
    <div class="control">
      <label class="toggle">
        <input
          type="checkbox"
          role="switch"
          checked={field.value}
          aria-checked={field.value}
          disabled={disabled}
          aria-describedby={help === undefined ? undefined : `${id}-help`}
          onChange={({ currentTarget }) => {
            field.value = currentTarget.checked;
          }}
        />
        {label}
      </label>
      <Help id={id}>{help}</Help>
    </div>
  );
}

function Help({ id, children }: { readonly id: string; readonly children: ComponentChildren }) {
  if (children === undefined) return null;
  return (
    <p class="control-help" id={`${id}-help`}>
      {children}
    </p>
  );
}

/** A number as the page writes it: true minus sign, thin spaces between thousands. */
export function showNumber(value: number): string {
  const [whole, fraction] = String(value).replace("-", "−").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "\u{202f}");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export function showPercent(value: number): string {
  return `${Number((100 * value).toFixed(1))}\u{a0}%`;
}
