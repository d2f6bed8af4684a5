/** Where memory breaks: a point for every load and rule tried. */
import { Chart } from "../../components/chart.tsx";
import { Figure } from "../../components/figure.tsx";
import { LABELS } from "../../rules.data.ts";
import { state } from "./state.ts";
import type { TrailPoint } from "./trail.ts";

export function Breaking({ points }: { readonly points: readonly TrailPoint[] }) {
  const most = Math.max(40, ...points.map(({ stored }) => stored)) * 1.02;
  const lines = state.rule.kind.choices
    .map((rule) => ({ rule, own: points.filter((point) => point.rule === rule) }))
    .filter(({ own }) => own.length > 0)
    .map(({ rule, own }) => ({
      points: own.flatMap(({ stored, recalled }) => [stored, recalled]),
      rule,
      label: rule,
      hasDots: true,
    }));
  return (
    <Figure
      room="recall"
      name="breaking"
      title="Where memory breaks"
      caption="Every load and rule that you try leaves a point. Slide the load with each way of choosing synapses, and the curves of the paper appear; on the dashed line nothing is forgotten."
      csv={() => points.map(({ rule, stored, recalled }) => ({ rule: LABELS[rule], stored, recalled }))}
    >
      <Chart
        x={{ label: "pictures stored p", domain: [0, most] }}
        y={{ label: "pictures recalled", domain: [0, most] }}
        lines={[{ points: [0, 0, most, most], isDashed: true }, ...lines]}
        height={280}
        description={`Pictures recalled against pictures stored: ${points.length} points so far`}
      />
    </Figure>
  );
}
