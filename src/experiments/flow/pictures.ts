/** Pictures that several tasks of `flow` draw: of a trajectory, and of a phase plane. */
import type { Portrait } from "../../dynamics/portrait.ts";
import { showPercent } from "../../plot/words.ts";
import type { Figure } from "../kit/study.ts";
import { portraitFinding } from "./portrait-finding.ts";

type Figures = Readonly<Record<string, Figure>>;

/** A portrait, or of more than two neurons its projections. */
export async function portraitFigures(portrait: Portrait, command: string): Promise<Figures> {
  const { field, equilibria, trajectories, cycles, spec } = portrait;
  const paths = trajectories.map(({ states }) => states);
  const orbits = cycles.map(({ orbit }) => orbit);
  const [i, j] = spec.plane;
  const { portraitFigure, portraitPanel } = await import("./portrait-figure.ts");
  if (field) return { figure: (document) => portraitFigure(portraitPanel(portrait), { document, command }) };
  const { neuronPlane, principalPlane, projectionFigure } = await import("./projection-figure.ts");
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

/** A trajectory against time, and in a plane. */
export async function courseFigures(
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
