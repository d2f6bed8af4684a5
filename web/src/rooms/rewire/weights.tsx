/** P(C = 1 | J): which weights are kept, at the moment shown. */
import { wilsonInterval } from "../../../../src/numeric/statistics.ts";
import { Chart } from "../../components/chart.tsx";
import { Figure } from "../../components/figure.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import type { Film } from "./jobs.ts";
import { flagsOf } from "./search.ts";
import type { Searching } from "./searching.ts";
import { show } from "./words.ts";

/** Rarer weights are left out: their probabilities would be little but error. */
const DRAWN_PAIRS = 200;

export function Weights({ searching }: { readonly searching: Searching }) {
  const film = searching.film.value;
  const at = searching.moment.value;
  const strength = film && strengthOf(film, at);
  return (
    <Figure
      room="rewire"
      name="weights"
      title={film ? findingOf(film, strength!) : "Which weights are kept"}
      caption="Of all pairs of neurons whose weight would be J, the part that is connected; shaded: 95 % intervals. Random synapses take weights as they come, the dashed line."
      command={film && commandOf(film, "weights")}
      csv={film && (() => rowsOf(film, at))}
    >
      {film ? <Curve film={film} at={at} /> : <div class="rewire-empty" />}
      <Stats>
        <Stat
          name="strength"
          label="⟨|J|⟩ of those kept ÷ of all"
          value={strength === undefined ? "–" : show(strength)}
          {...(film && { rule: film.spec.rule })}
        />
      </Stats>
    </Figure>
  );
}

function Curve({ film, at }: { readonly film: Film; readonly at: number }) {
  const { spec, pairs, connections, moments } = film;
  const p = spec.patterns;
  const most = Math.max(...pairs);
  const drawn = Array.from(pairs.keys()).filter((k) => pairs[k] >= Math.min(DRAWN_PAIRS, most));
  const chance = spec.inputs / (spec.neurons - 1);
  const points: number[] = [];
  const band: number[] = [];
  for (const k of drawn) {
    const weight = (2 * k - p) / spec.inputs;
    const count = connections[at * (p + 1) + k];
    const { low, high } = wilsonInterval(count, pairs[k]);
    points.push(weight, count / pairs[k]);
    band.push(weight, low, high);
  }
  // of all moments, so that the axis rests while the moment moves
  let highest = 2 * chance;
  for (let moment = 0; moment < moments; moment++) {
    for (const k of drawn) highest = Math.max(highest, connections[moment * (p + 1) + k] / pairs[k]);
  }
  const widest = Math.max(...drawn.map((k) => Math.abs(2 * k - p))) / spec.inputs;
  return (
    <Chart
      x={{ label: "weight J = M/c", domain: [-1.03 * widest, 1.03 * widest], ticks: 5 }}
      y={{ label: "P(C = 1 | J)", domain: [0, Math.min(1, 1.05 * highest)] }}
      lines={[{ points, band, rule: spec.rule }]}
      marks={[{ at: "y", value: chance, label: "random" }]}
      description={`Probability that a connection exists against its weight, for ${points.length / 2} weights`}
    />
  );
}

/** The mean |J| of the connections over that of all pairs, as `palimpsest weights` measures it. */
function strengthOf({ spec, pairs, connections }: Film, at: number): number {
  const p = spec.patterns;
  const mean = (counts: Float64Array): number => {
    let [total, sum] = [0, 0];
    counts.forEach((count, k) => {
      total += count;
      sum += count * Math.abs(2 * k - p);
    });
    return sum / total;
  };
  return mean(connections.subarray(at * (p + 1), (at + 1) * (p + 1))) / mean(pairs);
}

function findingOf({ spec }: Film, strength: number): string {
  if (strength >= 1.05) return `Strong weights are kept: ${show(strength)} times the mean |J|`;
  if (strength <= 0.95) return `Weak weights are kept: ${show(strength)} of the mean |J|`;
  return spec.inputs >= spec.neurons - 2 ? "Nearly all weights are kept" : "Weights are kept whatever their strength";
}

/** The command that repeats the whole search as an experiment, which the end of the film shows. */
export function commandOf({ spec }: Film, experiment: "weights" | "fields"): string {
  const { neurons, inputs, patterns, seed } = spec;
  return `palimpsest ${experiment} --neurons ${neurons} --inputs ${inputs} --patterns ${patterns} ${flagsOf(spec)} --seeds 1 --seed ${seed}`;
}

function rowsOf({ spec, pairs, connections }: Film, at: number) {
  const p = spec.patterns;
  return Array.from(pairs, (all, k) => {
    const kept = connections[at * (p + 1) + k];
    const overlap = 2 * k - p;
    return { overlap, weight: overlap / spec.inputs, pairs: all, connections: kept, probability: kept / all };
  }).filter((row) => row.pairs > 0);
}
