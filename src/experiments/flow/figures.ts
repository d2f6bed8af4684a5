/** The figures of each task of `flow`, by the names of their files; the first is the one shown. */

import { showPercent } from "../../plot/words.ts";
import type { Figure } from "../kit/study.ts";
import type { FlowResult } from "./run.ts";

type Figures = Readonly<Record<string, Figure>>;

export async function flowFigures({ found, network }: FlowResult, command: string): Promise<Figures> {
  const { nNeurons } = network;
  switch (found.task) {
    case "integrate":
      return courseFigures(statesOf(found.result), found.result.times, command, courseTitle(found.result));
    case "attractor": {
      const { result, course } = found;
      return courseFigures(statesOf(course), course.times, command, attractorTitle(result));
    }
    case "equilibria": {
      const { portrait, result } = found;
      if (portrait) return portraitFigures({ ...portrait, equilibria: result.equilibria }, command);
      if (nNeurons === 1 || result.equilibria.length < 2) return {};
      const { principalPlane, projectionFigure } = await import("./projection-figure.ts");
      const { portraitFinding } = await import("./portrait-finding.ts");
      const { equilibria } = result;
      const plane = principalPlane(equilibria.map(({ state }) => state));
      const title = portraitFinding({ equilibria });
      const subtitle = `● sink  ○ source  ◐ saddle, on the axes along which they differ most (${showPercent(plane.share)} of the variance)`;
      return {
        figure: (document) =>
          projectionFigure([{ plane, trajectories: [], equilibria }], { document, command, title, subtitle }),
      };
    }
    case "portrait":
      return portraitFigures(found.result, command);
    case "continuation": {
      const { diagramFigure } = await import("./diagram-figure.ts");
      const { branches, name, attractors } = found.result;
      if (branches.length === 0 && attractors.length === 0) return {};
      const spans = attractors.map(({ parameter, kind, low, high }) => ({
        parameter,
        kind,
        low: low[0],
        high: high[0],
      }));
      return { figure: (document) => diagramFigure(branches, { document, command, name, spans }) };
    }
    case "landscape": {
      const { landscapeFigure } = await import("./landscape-figure.ts");
      return { figure: (document) => landscapeFigure(found.result, { document, command }) };
    }
  }
}

type AttractorFound = Extract<FlowResult["found"], { task: "attractor" }>["result"];
type PortraitFound = Extract<FlowResult["found"], { task: "portrait" }>["result"];

async function portraitFigures(portrait: PortraitFound, command: string): Promise<Figures> {
  const { field, equilibria, trajectories, cycles, spec } = portrait;
  const paths = trajectories.map(({ states }) => states);
  const orbits = cycles.map(({ orbit }) => orbit);
  const [i, j] = spec.plane;
  const { portraitFigure, portraitPanel } = await import("./portrait-figure.ts");
  if (field) return { figure: (document) => portraitFigure(portraitPanel(portrait), { document, command }) };
  const { neuronPlane, principalPlane, projectionFigure } = await import("./projection-figure.ts");
  const { portraitFinding } = await import("./portrait-finding.ts");
  const title = portraitFinding({ equilibria, cycles });
  const all = [...paths.flat(), ...orbits.flat()];
  const panels = [{ title: `neurons ${i} and ${j}`, plane: neuronPlane(i, j) }];
  if (all.length > 2) {
    const plane = principalPlane(all);
    panels.push({ title: `principal axes, ${showPercent(plane.share)} of the variance`, plane });
  }
  const drawn = panels.map((panel) => ({ ...panel, trajectories: paths, cycles: orbits, equilibria }));
  return { figure: (document) => projectionFigure(drawn, { document, command, title }) };
}

async function courseFigures(
  states: readonly Float64Array[],
  times: Float64Array,
  command: string,
  title: string,
): Promise<Figures> {
  if (states.length < 2) return {};
  const { timeCourseFigure } = await import("../../plot/time-course.ts");
  const figures: Record<string, Figure> = {
    figure: (document) => timeCourseFigure([{ times, states }], { document, command, title }),
  };
  if (states[0].length < 2) return figures;
  const { neuronPlane, principalPlane, projectionFigure } = await import("./projection-figure.ts");
  const plane = states[0].length === 2 ? neuronPlane(0, 1) : principalPlane(states);
  const share = "share" in plane ? `; ${showPercent(plane.share as number)} of the variance lies in this plane` : "";
  const subtitle = `from the dot on${share}`;
  figures["projection"] = (document) =>
    projectionFigure([{ plane, trajectories: [states] }], { document, command, title, subtitle });
  return figures;
}

function courseTitle({ status, time }: { status: string; time: number }): string {
  const until = Number(time.toPrecision(4));
  return status === "completed" ? `The network until time ${until}` : `The network until time ${until}: ${status}`;
}

function attractorTitle({ kind, period, lyapunov, lyapunovError, equilibrium }: AttractorFound): string {
  if (kind === "equilibrium") return `The network comes to rest at a ${equilibrium?.form} ${equilibrium?.type}`;
  if (kind === "cycle") return `A limit cycle of period ${Number(period?.toPrecision(6))}`;
  if (kind === "chaotic") {
    return `Chaos: neighbors part at a rate of ${Number(lyapunov?.toPrecision(2))} ± ${Number(lyapunovError?.toPrecision(1))}`;
  }
  return kind === "quasiperiodic" ? "A torus: the network is quasiperiodic" : "No attractor is sure within this time";
}

function statesOf({ states, times, state }: { states: Float64Array; times: Float64Array; state: Float64Array }) {
  const n = state.length;
  return Array.from(times, (_, k) => states.slice(k * n, (k + 1) * n));
}
