/** How the aligned local fields are distributed, before and at the moment shown. */
import { Chart } from "../../components/chart.tsx";
import { Figure } from "../../components/figure.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import { capital } from "../../components/words.ts";
import type { Film } from "./jobs.ts";
import type { Searching } from "./searching.ts";
import { commandOf } from "./weights.tsx";
import { show, showPart } from "./words.ts";

export function Fields({ searching }: { readonly searching: Searching }) {
  const film = searching.film.value;
  const at = searching.moment.value;
  return (
    <Figure
      room="rewire"
      name="fields"
      title={
        film
          ? `${capital(showPart(film.unstable.at[at]))} of the fields ${film.unstable.at[at] === 0 ? "is" : "are"} unstable, ${showPart(film.unstable.random)} at random`
          : "Aligned fields"
      }
      caption="How strongly each neuron is held in place in each pattern: ξh = 1 + A. Left of 0 it turns over, and the pattern begins to dissolve."
      command={film && commandOf(film, "fields")}
      csv={film && (() => rowsOf(film, at))}
    >
      {film ? <Distributions film={film} at={at} /> : <div class="rewire-empty" />}
      <Stats>
        <Stat
          name="unstable"
          label="unstable"
          value={film ? show(100 * film.unstable.at[at], 4) : "–"}
          unit="%"
          {...(film && { rule: film.spec.rule })}
        />
        <Stat name="field-mean" label="mean" value={film ? show(film.mean.at[at], 4) : "–"} />
        <Stat name="field-deviation" label="s.d." value={film ? show(film.deviation.at[at], 4) : "–"} />
      </Stats>
    </Figure>
  );
}

function Distributions({ film, at }: { readonly film: Film; readonly at: number }) {
  const { spec, fields, randomFields, classes, firstField, fieldWidth, moments } = film;
  const total = randomFields.reduce((sum, count) => sum + count, 0) * fieldWidth;
  let highest = Math.max(...randomFields);
  for (const moment of [0, moments - 1, at]) {
    for (let k = 0; k < classes; k++) highest = Math.max(highest, fields[moment * classes + k]);
  }
  const outlineOf = (counts: Float64Array) => {
    const points: number[] = [];
    const band: number[] = [];
    counts.forEach((count, k) => {
      for (const x of [firstField + k * fieldWidth, firstField + (k + 1) * fieldWidth]) {
        points.push(x, count / total);
        band.push(x, 0, count / total);
      }
    });
    return { points, band };
  };
  return (
    <Chart
      x={{
        label: "aligned local field ξh",
        domain: [Math.min(0, firstField), firstField + classes * fieldWidth],
        ticks: 6,
      }}
      y={{ label: "density", domain: [0, (1.06 * highest) / total] }}
      lines={[
        { ...outlineOf(randomFields), rule: "random" },
        { ...outlineOf(fields.subarray(at * classes, (at + 1) * classes)), rule: spec.rule },
      ]}
      marks={[{ at: "x", value: 0, label: "stable →" }]}
      description={`Distribution of aligned local fields: ${film.label} mean ${show(film.mean.at[at])}, random synapses mean ${show(film.mean.random)}`}
    />
  );
}

function rowsOf({ fields, randomFields, classes, firstField, fieldWidth }: Film, at: number) {
  return Array.from(randomFields, (random, k) => ({
    from: firstField + k * fieldWidth,
    to: firstField + (k + 1) * fieldWidth,
    random,
    chosen: fields[at * classes + k],
  }));
}
