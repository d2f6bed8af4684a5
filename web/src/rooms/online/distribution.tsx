/** How many inputs the neurons have, at the moment shown. */
import { Chart } from "../../components/chart.tsx";
import { Figure } from "../../components/figure.tsx";
import type { Running, StartedRun } from "./running.ts";

/** How many classes the histogram has, from c = 1 to N. */
const CLASSES = 48;

export function Distribution({ running }: { readonly running: Running }) {
  const runs = running.runs.value;
  const found = runs.map((run) => ({ run, ...histogramAt(run, running.repetition.value) }));
  const N = runs[0]?.spec.neurons ?? 2;
  const width = Math.max(1, Math.ceil(N / CLASSES));
  const lines = found.map(({ run, counts }) => {
    const classes = new Array<number>(Math.ceil(N / width)).fill(0);
    for (const [c, neurons] of counts) classes[Math.floor(c / width)] += neurons / N;
    const points: number[] = [];
    const band: number[] = [];
    classes.forEach((part, k) => {
      for (const x of [k * width, (k + 1) * width]) {
        points.push(x, part);
        band.push(x, 0, part);
      }
    });
    return { points, band, rule: run.start };
  });
  const highest = Math.max(0.2, ...lines.flatMap(({ points }) => points.filter((_, k) => k % 2 === 1)));
  const repetitions = [...new Set(found.map(({ repetition }) => repetition))];
  return (
    <Figure
      room="online"
      name="distribution"
      title={
        repetitions.length === 1
          ? `Inputs of the neurons after ${repetitions[0]} repetition${repetitions[0] === 1 ? "" : "s"}`
          : "Inputs of the neurons at the ends"
      }
      caption="Part of the neurons that have so many inputs. Kept of every run at its beginning, at powers of two and at its end: the last before the moment shown."
      csv={() =>
        found.flatMap(({ run, repetition, counts }) =>
          counts.map(([inputs, neurons]) => ({ from: run.inputs, repetition, inputs, neurons })),
        )
      }
    >
      <Chart
        x={{ label: "inputs c", domain: [0, width * Math.ceil(N / width)] }}
        y={{ label: "part of the neurons", domain: [0, 1.08 * highest] }}
        lines={lines}
        description={`Distribution of inputs over neurons for ${runs.length} runs`}
      />
    </Figure>
  );
}

/** The last distribution that a run kept up to a repetition: pairs of c and the number of neurons that have it. */
function histogramAt({ rows }: StartedRun, at: number) {
  const row = rows.findLast(({ histogram, repetition }) => histogram !== null && repetition <= at + 0.5) ?? rows[0];
  const counts = (row.histogram ?? "").split(" ").map((bin) => bin.split(":").map(Number) as [number, number]);
  return { repetition: row.repetition, counts };
}
