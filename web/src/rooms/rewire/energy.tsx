/** The energies of all searches against time, with the moment that is shown. */
import { Chart } from "../../components/chart.tsx";
import { Slider } from "../../components/controls.tsx";
import { download } from "../../components/export.ts";
import { Figure } from "../../components/figure.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import { SEARCHES } from "../../rules.data.ts";
import { note } from "../../shell/notes.ts";
import { ruleOptions } from "../../state/rule-values.ts";
import type { Film } from "./jobs.ts";
import type { Searching } from "./searching.ts";
import { state } from "./state.ts";
import { show } from "./words.ts";

export function Energy({ searching }: { readonly searching: Searching }) {
  const film = searching.film.value;
  const isPlaying = searching.isPlaying.value;
  const { descents, firstSet } = SEARCHES[film?.spec.rule ?? state.rule.value];
  return (
    <Figure
      room="rewire"
      name="energy"
      title={film ? findingOf(film) : "Energy against time"}
      caption={
        <>
          Mean energy of all neurons (thick), what four in five of them lie within (shaded), and one neuron.{" "}
          {descents
            ? `A search goes downhill from ${firstSet} and is then heated, so that it can leave a poor valley`
            : `A search begins with ${firstSet}, hot enough to change any of them`}
          ; it cools, and ends at the best set it met. Drag over the chart: everything below is as it was at that
          moment. The command reads the{" "}
          <button type="button" class="link" onClick={() => void savePatterns(searching)}>
            patterns as a file
          </button>
          .
        </>
      }
      command={film && commandOf(film)}
      csv={film && (() => rowsOf(film))}
    >
      {film ? <Course film={film} searching={searching} /> : <div class="rewire-empty" />}
      <div class="rewire-time">
        <button
          type="button"
          onClick={() => (isPlaying ? searching.setMoment(100) : searching.play())}
          disabled={film === undefined}
        >
          {isPlaying ? "To the end" : "Watch it anneal"}
        </button>
        <Slider
          field={state.moment}
          label="Moment"
          show={() => (film ? momentName(film, searching.moment.value) : "–")}
        />
      </div>
      <MomentStats searching={searching} />
    </Figure>
  );
}

function Course({ film, searching }: { readonly film: Film; readonly searching: Searching }) {
  const { energy, energyLow, energyHigh, own, sweeps, moments, spec } = film;
  const [first, last] = [sweeps[0], sweeps[moments - 1]];
  const top = Math.max(energy.random, ...energyHigh, ...own);
  const lowest = Math.min(...[...energy.at, ...energyLow].filter((value) => value > 0), top / 3);
  const pairsOf = (values: Float64Array): number[] => Array.from(values).flatMap((value, k) => [sweeps[k], value]);
  return (
    <Chart
      x={{ label: "sweeps: steps of the search ÷ N", domain: [first, last], ticks: 5 }}
      y={{
        label: "energy E",
        domain: [Math.max(lowest * 0.85, top / 1e4), top * 1.25],
        isLog: true,
        ticks: 5,
      }}
      lines={[
        { points: pairsOf(own), rule: spec.rule, isThin: true },
        {
          points: pairsOf(energy.at),
          rule: spec.rule,
          band: Array.from(sweeps).flatMap((x, k) => [x, energyLow[k], energyHigh[k]]),
        },
      ]}
      marks={[{ at: "y", value: energy.random, label: "random synapses" }]}
      cursor={{
        value: sweeps[searching.moment.value],
        onMove: (x) => searching.setMoment((100 * nearest(sweeps, x)) / (moments - 1)),
      }}
      height={270}
      description={`Mean energy of ${film.done} neurons against sweeps: ${show(energy.at[0])} at first, ${show(energy.at[moments - 1])} at the end, ${show(energy.random)} with random synapses`}
    />
  );
}

/** The numbers of the search at the moment that is shown. */
function MomentStats({ searching }: { readonly searching: Searching }) {
  const film = searching.film.value;
  const at = searching.moment.value;
  const kept = searching.kept.value;
  const rule = film?.spec.rule;
  const isAtRest = searching.search.status.value === "done" && !searching.isPlaying.value;
  const temperature = film?.temperatures[at] ?? 0;
  return (
    <Stats live={isAtRest}>
      <Stat
        name="energy"
        label="mean energy E"
        value={film ? show(film.energy.at[at], 4) : "–"}
        unit={film && `random ${show(film.energy.random, 4)}`}
        {...(rule && { rule })}
      />
      <Stat name="temperature" label="temperature T" value={temperature > 0 ? show(temperature) : "–"} />
      <Stat
        name="kept"
        label="patterns kept"
        value={kept ?? "–"}
        unit={film && `of ${film.spec.patterns}, random ${film.keptAtRandom}`}
        {...(rule && { rule })}
      />
    </Stats>
  );
}

function momentName({ spec, moments, sweeps }: Film, moment: number): string {
  if (moment === moments - 1) return "the set kept";
  if (moment === 0) return SEARCHES[spec.rule].firstSet;
  if (sweeps[moment] === 0) return "end of the first descent";
  return `sweep ${show(sweeps[moment])}`;
}

function nearest(values: Float64Array, x: number): number {
  let best = 0;
  values.forEach((value, k) => {
    if (Math.abs(value - x) < Math.abs(values[best] - x)) best = k;
  });
  return best;
}

function findingOf({ energy, moments, spec, done }: Film): string {
  const end = energy.at[moments - 1];
  const who = done === spec.neurons ? "" : `${done} of ${spec.neurons} neurons so far: `;
  if (end === 0) return `${who}no energy is left, of ${show(energy.random)} with random synapses`;
  if (end >= energy.random) return `${who}the energy ends at ${show(end)}, random synapses have ${show(energy.random)}`;
  return `${who}${who ? "t" : "T"}he search lowers the energy from ${show(energy.random)} at random to ${show(end)}`;
}

function commandOf({ spec, networkSeed }: Film): string {
  const { inputs, rule, parameters, sweeps } = spec;
  return [
    `palimpsest rewire --patterns patterns.npy --inputs ${inputs} --rule ${rule}`,
    ...ruleOptions(parameters),
    `--sweeps ${sweeps} --seed ${networkSeed}`,
  ].join(" ");
}

async function savePatterns(searching: Searching): Promise<void> {
  try {
    const file = await searching.patternsFile();
    download(new Blob([file as Uint8Array<ArrayBuffer>]), "patterns.npy");
  } catch (error) {
    note(`Export failed: ${(error as Error).message}`);
  }
}

function rowsOf({ sweeps, temperatures, energy, energyLow, energyHigh, mean, deviation, unstable }: Film) {
  return Array.from(sweeps, (at, moment) => ({
    moment,
    sweeps: at,
    temperature: temperatures[moment],
    energy: energy.at[moment],
    energyLow: energyLow[moment],
    energyHigh: energyHigh[moment],
    fieldMean: mean.at[moment],
    fieldDeviation: deviation.at[moment],
    unstable: unstable.at[moment],
  }));
}
