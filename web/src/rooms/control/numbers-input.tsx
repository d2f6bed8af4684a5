/** Numbers to be typed in a row or a matrix. */
import { useState } from "preact/hooks";

/** One number; what is not allowed is marked and left out. */
export function Cell(props: {
  readonly value: number;
  readonly label: string;
  readonly most: number;
  readonly set: (value: number) => void;
}) {
  const { value, label, most, set } = props;
  const [wrong, setWrong] = useState<string>();
  return (
    <input
      class="cell"
      type="number"
      step={0.1}
      min={-most}
      max={most}
      aria-label={label}
      aria-invalid={wrong !== undefined}
      title={wrong === undefined ? undefined : `Must be a number within ±${most}.`}
      value={wrong ?? value}
      onInput={({ currentTarget: { value: text } }) => {
        const given = text.trim() === "" ? Number.NaN : Number(text);
        const isAllowed = Math.abs(given) <= most;
        setWrong(isAllowed ? undefined : text);
        if (isAllowed) set(given);
      }}
      onBlur={() => setWrong(undefined)}
    />
  );
}

/** A row of numbers, one a neuron. */
export function Vector(props: {
  readonly values: readonly number[];
  readonly name: (i: number) => string;
  readonly most: number;
  readonly set: (values: readonly number[]) => void;
}) {
  const { values, name, most, set } = props;
  return (
    <div class="vector">
      {values.map((value, i) => (
        <Cell
          key={i}
          value={value}
          label={name(i)}
          most={most}
          set={(next) => set(values.map((one, k) => (k === i ? next : one)))}
        />
      ))}
    </div>
  );
}
