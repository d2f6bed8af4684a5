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
  /** Small, behind the value: "of 60", "ms". */
  readonly unit?: ComponentChildren;
  /** Gives the value a rule's color. */
  readonly rule?: string;
  /** For tests: `data-stat`. */
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
