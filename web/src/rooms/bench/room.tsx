/** This device's kernels against the same computation in plain JavaScript. */
import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { NumberInput, Slider } from "../../components/controls.tsx";
import { Figure } from "../../components/figure.tsx";
import { Progress } from "../../components/progress.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import { jobsOf } from "../../worker/client.ts";
import { computation } from "../../worker/computation.ts";
import { Bars, type Contest, contestsOf, showRatio } from "./bars.tsx";
import type { BenchInput, jobs } from "./jobs.ts";
import { state } from "./state.ts";

/** How many kernels are timed: there is room for all of them from the start. */
const KERNELS = 4;

export default function BenchRoom() {
  const { asked, bench, measure } = useMemo(openBench, []);
  useEffect(() => bench.dispose, [bench]);
  const isRunning = bench.status.value === "running";
  const part = bench.part.value;
  const rows = (isRunning ? part?.rows : bench.output.value) ?? [];
  const contests = contestsOf(rows);
  const of = asked.value;
  return (
    <article class="room bench-room">
      <header class="room-head">
        <h1>How fast is this, here?</h1>
        <p class="lede">
          Every hot loop of this page is WebAssembly. Beside each stands a twin in plain JavaScript that computes the
          same bits. They take turns on this device, so that whatever else it does slows both alike.
        </p>
      </header>
      <div class="room-body">
        <div class="controls">
          <Slider
            field={state.neurons}
            label="Neurons N"
            help="Inputs and patterns grow with it: a twentieth of all connections to choose, twice as many patterns."
            disabled={isRunning}
          />
          <Slider
            field={state.seconds}
            label="Seconds of rounds"
            help="All kernels share them; checks and warm-up come on top. More rounds, narrower quartiles."
            disabled={isRunning}
          />
          <NumberInput field={state.seed} help="Of the patterns and the searches." disabled={isRunning} />
          <div class="row">
            <button type="button" class="primary" disabled={isRunning} onClick={measure}>
              {of === undefined ? "Measure this device" : "Measure again"}
            </button>
          </div>
          <Progress of={bench} done={part?.done} label={part?.label ? `Timing: ${part.label}` : "Warming up"} />
          <Stats live={bench.status.value === "done"}>
            <Stat name="cores" label="cores of this device" value={navigator.hardwareConcurrency ?? "–"} />
            <Stat
              name="median"
              label="median speed-up"
              value={contests.length === 0 ? "–" : showRatio(medianOf(contests.map(({ js }) => js.ratio)))}
            />
          </Stats>
        </div>
        <Figure
          room="bench"
          name="bench"
          title={findingOf(contests, of)}
          caption={
            <>
              Median time of one run, both backends measured in the same rounds; the ratio is JavaScript's time divided
              by WebAssembly's. Before anything is timed, both must give the same bits.
              {contests.length > 0 && ` Quartiles of the ratios: ${contests.map(quartilesOf).join(", ")}.`}
            </>
          }
          command={of && `palimpsest bench --neurons ${of.neurons} --threads 1 --seed ${of.seed}`}
          csv={contests.length > 0 ? () => rows.map((row) => ({ ...row })) : undefined}
        >
          <Bars contests={contests} kernels={KERNELS} />
          {contests.length === 0 && !isRunning && (
            <p class="bench-empty">Nothing measured yet: four kernels, a few seconds.</p>
          )}
        </Figure>
      </div>
    </article>
  );
}

function openBench() {
  /** What was asked for last; a slider that moves afterwards asks for nothing by itself. */
  const asked = signal<BenchInput | undefined>(undefined);
  const bench = computation(jobsOf<typeof jobs>("bench"), "measure", () => asked.value);
  const measure = (): void => {
    const { neurons, seconds, seed } = state;
    asked.value = { neurons: neurons.value, seconds: seconds.value, seed: seed.value };
  };
  return { asked, bench, measure };
}

function findingOf(contests: readonly Contest[], of: BenchInput | undefined): string {
  if (contests.length === 0) return "WebAssembly against JavaScript on this device";
  const ratios = contests.map(({ js }) => js.ratio);
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map(showRatio);
  const range =
    least === most ? least.replace("×", "times") : `${least.replace("×", "to")} ${most.replace("×", "times")}`;
  return `At N = ${of?.neurons} WebAssembly is ${range} as fast as JavaScript here`;
}

function quartilesOf({ kernel, js }: Contest): string {
  return `${kernel} ${js.ratioLower.toFixed(1)}–${js.ratioUpper.toFixed(1)}`;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
