/** Numbers that are read off a figure, each with its name and unit. */
import type { ComponentChildren } from "preact";

/** Numbers read off: a list of `Stat`. `live` lets screen readers say changes, once they rest. */
export function Stats({ live = false, children }: { readonly live?: boolean; readonly children: ComponentChildren }) {
  return (
    <dl class="stats" aria-live={live ? "polite" : undefined} aria-atomic={live ? "true" : undefined}>
      {children}
    </dl>
  );
}

export function Stat(props: {
  readonly label: ComponentChildren;
  readonly value: ComponentChildren;
  /** What follows the value in small type, such as "of 60" or "ms". */
  readonly unit?: ComponentChildren;
  /** A rule whose color the value has. */
  readonly rule?: string;
  /** The attribute `data-stat`, by which tests find the value. */
  readonly name?: string;
}) {
  const { label, value, unit, rule, name } = props;
  return (
    <div class="stat" data-rule={rule}>
      <dt>{label}</dt>
      <dd>
        <span data-stat={name}>{value}</span>
        {unit !== undefined && <small> {unit}</small>}
      </dd>
    </div>
  );
}
