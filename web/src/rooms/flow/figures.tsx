/** The figures below the portrait: where trajectories end, the energy, bifurcations, eigenvalues. */
import { Select } from "../../components/controls.tsx";
import { Figure } from "../../components/figure.tsx";
import { Progress } from "../../components/progress.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import { ALONG_NAMES, Diagram, diagramFinding, eventsOf } from "./diagram.tsx";
import { endFinding, Starts, TimeCourse } from "./ends.tsx";
import { EigenvaluePlane, EquilibriaTable, eigenvalueFinding, equilibriaRows } from "./equilibria.tsx";
import { landscapeFinding } from "./finding.ts";
import type { Descended } from "./jobs.ts";
import { LandscapeView } from "./landscape.tsx";
import {
  attractorTask,
  canContinue,
  chosen,
  commandOf,
  continuationTask,
  equilibriaTask,
  fileOf,
  landscapeTask,
} from "./network.ts";
import { showValue } from "./numbers.ts";
import type { Running } from "./running.ts";
import { state } from "./state.ts";

export function CourseFigure({ slowPlane, ended, isSettled }: Running) {
  const ends = isSettled.value ? ended.value?.ends : undefined;
  const task = attractorTask.value;
  return (
    <Figure
      room="flow"
      name="flow-course"
      title={endFinding(ends?.[chosen.value])}
      caption="λ₁ is the largest Lyapunov exponent: of a sink its leading eigenvalue, of a cycle 0."
      command={commandOf(task)}
      file={fileOf(task)}
      csv={
        ends &&
        (() =>
          ends.map(({ spec, kind, state: [u0, u1], period, lyapunov }) => {
            const [from0, from1] = spec.initial;
            return { from0, from1, kind, u0, u1, period, lyapunov };
          }))
      }
    >
      {task && <TimeCourse plane={slowPlane.value} />}
      <Starts ends={ends} />
    </Figure>
  );
}

export function LandscapeFigure({ slowPlane, slowRests, descended, descend }: Running) {
  const { hasEnergy } = slowPlane.value;
  const found = descended.value;
  return (
    <Figure
      room="flow"
      name="flow-landscape"
      title={landscapeFinding(hasEnergy, slowRests.value, found)}
      caption={
        <>
          The energy E(V) over the activities V = g(u), strong where it is low
          {hasEnergy
            ? "; every sink is a minimum. "
            : ". T is not symmetric, so this is the energy of its symmetric part, which trajectories may climb. "}
          {state.weights.value === "logSumExp" && "Of ∇Φ it is −Φ − b·V + Σ∫g⁻¹ (Krotov & Hopfield). "}
          {(state.weights.value === "polynomial" || state.weights.value === "exponential") &&
            "Of T(V) = ∇²Φ it is Φ − ∇Φ·V − b·V + Σ∫g⁻¹ (Krotov & Hopfield). "}
          Thin lines are 8 trajectories from random activities.
        </>
      }
      command={commandOf(landscapeTask.value)}
      file={fileOf(landscapeTask.value)}
      csv={found && (() => found.places.map(({ type, values: [V0, V1], energy }) => ({ type, V0, V1, energy })))}
    >
      <LandscapeView
        plane={slowPlane}
        rests={slowRests}
        descended={found}
        description="Energy over the plane of activities, with equilibria and trajectories"
      />
      <Stats>
        <Stat name="lowest" label="lowest energy of a sink" value={found ? showLowest(found) : "–"} />
        <Stat
          name="rise"
          label="largest rise of E on the way"
          value={found ? (found.rise < 1e-9 ? "0" : found.rise.toPrecision(3)) : "–"}
        />
      </Stats>
      <Progress of={descend} label="Trajectories descend" />
    </Figure>
  );
}

function showLowest({ places }: Descended): string {
  const energies = places.flatMap(({ type, energy }) => (type === "sink" ? [energy] : []));
  return energies.length > 0 ? showValue(Math.min(...energies), 6) : "–";
}

export function DiagramFigure({ continued, vary }: Running) {
  const found = continued.value;
  const task = canContinue.value ? continuationTask.value : undefined;
  return (
    <Figure
      room="flow"
      name="flow-bifurcations"
      title={
        task === undefined
          ? `This network has no ${ALONG_NAMES[state.along.value]} to vary`
          : found
            ? diagramFinding(found)
            : "Where equilibria appear and vanish"
      }
      caption="Equilibria as one number of the network varies and the others stay: lines where they are stable, dashes where not. At a fold two of them meet and vanish; at a Hopf point a rhythm is born. The upright line is the network above."
      command={commandOf(task)}
      file={fileOf(task)}
      csv={found && (() => eventsOf(found).map(({ event, parameter, u }) => ({ event, parameter, u0: u })))}
    >
      {found && <Diagram continued={found} />}
      <Select field={state.along} label="Vary" names={ALONG_NAMES} />
      <Progress of={vary} label="Branches of equilibria are followed" />
    </Figure>
  );
}

export function EquilibriaFigure({ measured, searched, measure }: Running) {
  const equilibria = measured.value?.equilibria ?? searched.value?.equilibria ?? [];
  return (
    <Figure
      room="flow"
      name="flow-equilibria"
      title={eigenvalueFinding(equilibria)}
      caption="A direction grows where its eigenvalue λ is right of the upright line. Basins: the part of the plane that flows to each, by 400 trajectories from random states, with its 95 % interval."
      command={commandOf(equilibriaTask.value)}
      file={fileOf(equilibriaTask.value)}
      csv={() => equilibriaRows(equilibria)}
    >
      <EigenvaluePlane equilibria={equilibria} />
      <EquilibriaTable equilibria={equilibria} />
      <Progress of={measure} label="400 trajectories measure the basins" />
    </Figure>
  );
}
