/** The bench: a stored picture, its cue under the brush, and the network settling, with its overlap and energy. */
import { computed, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { Chart, type ChartMark } from "../../components/chart.tsx";
import { Slider } from "../../components/controls.tsx";
import { Figure } from "../../components/figure.tsx";
import { type InkOf, Pixels } from "../../components/pixels.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import { note } from "../../shell/notes.ts";
import { NEURONS, RETRIEVED, SIDE } from "../pictures.ts";
import { commandOf } from "./command.ts";
import { Editor, type Tool } from "./editor.tsx";
import type { Film } from "./jobs.ts";
import type { Memory } from "./memory.ts";
import { setBrushed, state, storeOwn } from "./state.ts";
import { readPicture } from "./upload.ts";

const TOOLS: Readonly<Record<Tool, string>> = { ink: "ink", erase: "erase", scramble: "scramble" };

export function Bench({ memory }: { readonly memory: Memory }) {
  const { projector, settling, original, cue, picture } = memory;
  const tool = useSignal<Tool>("scramble");
  const film = settling.output.value;
  const at = Math.min(projector.head.value, projector.frames.value - 1);
  const overlap = film?.overlaps[at];
  const final = film?.overlaps.at(-1);
  const shownOriginal = useMemo(() => computed(() => inkOf(original.value)), [original]);
  const shownState = useMemo(() => computed(() => inkOf(projector.state.value, original.value)), [projector, original]);
  const isMended = final !== undefined && final >= RETRIEVED;
  return (
    <Figure
      room="recall"
      name="relaxation"
      title={final === undefined ? "A cue settles" : isMended ? "The picture comes back" : "The picture is lost"}
      caption={
        <>
          Neurons are updated one after another, from the top left, until a sweep changes nothing: S<sub>i</sub>
          &nbsp;←&nbsp;sgn(h
          <sub>i</sub>). The centered overlap <var>m</var> with the stored picture is 1 where every pixel is right, and
          0 for an empty page. With one-way synapses the energy E&nbsp;=&nbsp;−½&nbsp;Σ&nbsp;S<sub>i</sub>h<sub>i</sub>{" "}
          need not fall at every step.
        </>
      }
      command={state.painted.value === "" ? commandOf() : undefined}
      csv={film && (() => rowsOf(film))}
    >
      <div class="triptych">
        <Panel name={`stored, no. ${picture.value + 1}`}>
          <Pixels width={SIDE} height={SIDE} of={shownOriginal} label="The picture as it was stored" />
        </Panel>
        <Panel name="cue: drag over it">
          <Editor cue={cue} tool={tool.value} onBegin={projector.stop} onEnd={projector.play} />
        </Panel>
        <Panel name={overlap === undefined ? "recalled" : `recalled, m = ${overlap.toFixed(2).replace("-", "−")}`}>
          <Pixels width={SIDE} height={SIDE} of={shownState} label="The picture as the network has it now" />
        </Panel>
      </div>
      <Tools tool={tool.value} onTool={(one) => (tool.value = one)} memory={memory} />
      <div class="playback">
        <button type="button" onClick={projector.isPlaying.value ? projector.showEnd : projector.play}>
          {projector.isPlaying.value ? "To the end" : "Watch it settle"}
        </button>
        <input
          type="range"
          aria-label="Updates made"
          aria-valuetext={`${Math.floor(at / SIDE)} sweeps and ${(at % SIDE) * SIDE} neurons`}
          min={0}
          max={projector.frames.value - 1}
          value={at}
          onInput={({ currentTarget }) => {
            projector.stop();
            projector.head.value = Number(currentTarget.value);
          }}
        />
      </div>
      {film && <Traces film={film} at={at} rule={state.rule.value} />}
      <Stats>
        <Stat
          name="overlap"
          label="final overlap"
          value={final === undefined ? "–" : final.toFixed(3).replace("-", "−")}
        />
        <Stat
          name="sweeps"
          label="sweeps"
          value={film?.sweeps ?? "–"}
          unit={film && !film.isSettled ? "and still moving" : undefined}
        />
        <Stat name="wrong" label="pixels wrong" value={film?.wrong ?? "–"} />
      </Stats>
    </Figure>
  );
}

function Panel({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div class="panel">
      {children}
      <p class="small">{name}</p>
    </div>
  );
}

function Tools(props: { readonly tool: Tool; readonly onTool: (tool: Tool) => void; readonly memory: Memory }) {
  const { tool, onTool, memory } = props;
  const upload = async (input: HTMLInputElement): Promise<void> => {
    const [file] = input.files ?? [];
    input.value = "";
    if (file === undefined) return;
    try {
      storeOwn(await readPicture(file));
    } catch (error) {
      note(`${file.name} ${(error as Error).message}.`);
    }
  };
  return (
    <div class="tools">
      <fieldset class="control">
        <legend class="hidden-visually">The pointer leaves</legend>
        <div class="choices">
          {(Object.keys(TOOLS) as Tool[]).map((one) => (
            <label key={one} class="choice">
              <input type="radio" name="tool" value={one} checked={tool === one} onChange={() => onTool(one)} />
              <span>{TOOLS[one]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="row">
        <button
          type="button"
          class="quiet"
          disabled={state.painted.value === ""}
          onClick={() => {
            state.painted.value = "";
          }}
        >
          Undo the brush
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setBrushed(new Int8Array(NEURONS).fill(-1));
            onTool("ink");
          }}
        >
          Blank page
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            if (memory.cue.peek()) storeOwn(memory.cue.peek()!);
          }}
        >
          Store this cue
        </button>
        <label class="upload">
          <input
            type="file"
            accept="image/png,image/jpeg,image/*"
            onChange={({ currentTarget }) => void upload(currentTarget)}
          />
          <span>Store a picture…</span>
        </label>
        {state.own.value !== "" && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              state.own.value = "";
            }}
          >
            Digits only
          </button>
        )}
      </div>
      <Slider
        field={state.cue}
        label="Which picture"
        show={() => `${memory.picture.value + 1} of ${state.stored.value}`}
      />
    </div>
  );
}

function Traces({ film, at, rule }: { readonly film: Film; readonly at: number; readonly rule: string }) {
  const last = film.overlaps.length - 1;
  const x = { label: "sweeps", domain: [0, Math.max(1, last / SIDE)] as const };
  const pointsOf = (values: Float64Array): number[] => Array.from(values).flatMap((value, k) => [k / SIDE, value]);
  const overlaps = useMemo(() => pointsOf(film.overlaps), [film]);
  const energies = useMemo(() => pointsOf(film.energies), [film]);
  const [low, high] = useMemo(() => [Math.min(...film.energies), Math.max(...film.energies)], [film]);
  const now: ChartMark[] = at < last ? [{ at: "x", value: at / SIDE }] : [];
  return (
    <div class="traces">
      <Chart
        x={x}
        y={{ label: "overlap m", domain: [Math.min(0, ...film.overlaps), 1] }}
        lines={[{ points: overlaps, rule }]}
        marks={[{ at: "y", value: RETRIEVED, label: "recalled" }, ...now]}
        height={200}
        description={`Overlap with the stored picture, from ${film.overlaps[0].toFixed(2)} to ${film.overlaps[last].toFixed(2)}`}
      />
      <Chart
        x={x}
        y={{ label: "energy E", domain: [low - 0.05 * (high - low), high + 0.05 * (high - low)] }}
        lines={[{ points: energies, rule }]}
        marks={now}
        height={200}
        description={`Energy, from ${film.energies[0].toFixed(0)} to ${film.energies[last].toFixed(0)}`}
      />
    </div>
  );
}

/** The ink of each neuron of a picture; where it differs from `right`, pixels too many and pixels missing have inks of their own. */
function inkOf(values: Int8Array | undefined, right: Int8Array | undefined = values): InkOf | undefined {
  if (values === undefined || right === undefined) return undefined;
  return (i) => {
    if (values[i] > 0) return right[i] > 0 ? "ink" : "ink-muted";
    return right[i] > 0 ? "ghost" : "paper-raised";
  };
}

function rowsOf({ overlaps, energies }: Film) {
  return Array.from(overlaps, (overlap, k) => ({ sweeps: k / SIDE, overlap, energy: energies[k] }));
}
