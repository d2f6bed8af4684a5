/** How many patterns are held, by random and by chosen synapses: the fraction retrieved against their number. */
import { Chart, type ChartMark } from "../../components/chart.tsx";
import { Figure } from "../../components/figure.tsx";
import { Progress } from "../../components/progress.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import type { Gain } from "./jobs.ts";
import { flagsOf } from "./search.ts";
import type { Searching } from "./searching.ts";
import { show } from "./words.ts";

/** About how many networks the two critical loads and their curves take. */
const NETWORKS = 16;

export function CapacityGain({ searching }: { readonly searching: Searching }) {
  const gain = searching.gain.value;
  const { random, chosen, spec } = gain ?? {};
  return (
    <Figure
      room="rewire"
      name="gain"
      title={gain ? findingOf(gain) : "How many patterns are held"}
      caption={
        <>
          A new network for every load, searched as above. The critical load p<sub>c</sub> is the largest of which nine
          patterns in ten are retrieved (dashed); α<sub>c</sub>&nbsp;=&nbsp;p<sub>c</sub>/c.
        </>
      }
      command={gain && commandOf(gain)}
      csv={gain && (() => gain.tried.map((point) => ({ ...point, fraction: point.retrieved / point.patterns })))}
    >
      {gain && gain.tried.length > 0 ? <Curves gain={gain} /> : <div class="rewire-empty" />}
      <Stats live={searching.gaining.status.value === "done"}>
        <Stat
          name="gain"
          label="gain"
          value={random && chosen !== undefined ? `${show(chosen / random)}` : "–"}
          unit="times"
          {...(spec && { rule: spec.rule })}
        />
        <Stat
          name="capacity"
          label={<PC of="chosen" />}
          value={chosen ?? "–"}
          unit={chosen !== undefined && spec && <AlphaC load={chosen / spec.inputs} />}
          {...(spec && { rule: spec.rule })}
        />
        <Stat
          name="random-capacity"
          label={<PC of="random" />}
          value={random ?? "–"}
          unit={random !== undefined && spec && <AlphaC load={random / spec.inputs} />}
        />
      </Stats>
      <Progress
        of={searching.gaining}
        done={Math.min(0.97, (searching.gaining.part.value?.tried.length ?? 0) / NETWORKS)}
        label="Networks of other loads"
      />
    </Figure>
  );
}

function PC({ of }: { readonly of: string }) {
  return (
    <>
      p<sub>c</sub> {of}
    </>
  );
}

function AlphaC({ load }: { readonly load: number }) {
  return (
    <>
      α<sub>c</sub> = {show(load)}
    </>
  );
}

function Curves({ gain: { spec, label, tried, random, chosen } }: { readonly gain: Gain }) {
  const most = Math.max(4, ...tried.map(({ patterns }) => patterns));
  const lineOf = (rule: string) => ({
    points: tried
      .filter((point) => point.rule === rule)
      .flatMap(({ patterns, retrieved }) => [patterns, retrieved / patterns]),
    rule,
    hasDots: true,
  });
  const marks: ChartMark[] = [{ at: "y", value: 0.9 }];
  if (random !== undefined) marks.push({ at: "x", value: random, label: `random: ${random}` });
  if (chosen !== undefined) marks.push({ at: "x", value: chosen, label: `${spec.rule}: ${chosen}` });
  return (
    <Chart
      x={{ label: "patterns stored p", domain: [1, 1.05 * most], isLog: true, ticks: 6 }}
      y={{ label: "fraction retrieved", domain: [0, 1.25], ticks: 5 }}
      lines={[lineOf("random"), lineOf(spec.rule)]}
      marks={marks}
      height={250}
      description={`Fraction of the patterns retrieved against their number: random synapses hold ${random ?? "not yet known"}, ${label} ${chosen ?? "not yet known"}`}
    />
  );
}

function findingOf({ random, chosen }: Gain): string {
  if (random === undefined || chosen === undefined) return "How many patterns are held";
  if (random === 0) return `Chosen synapses hold ${chosen} patterns, random ones none`;
  if (chosen <= random) return `Chosen synapses hold ${chosen} patterns, random ones ${random}`;
  return `Chosen synapses hold ${chosen} patterns, ${show(chosen / random)} times as many as random ones`;
}

function commandOf({ spec }: Gain): string {
  const { neurons, inputs, seed } = spec;
  return `palimpsest capacity --neurons ${neurons} --inputs ${inputs} ${flagsOf(spec)} --seeds 1 --seed ${seed}`;
}
