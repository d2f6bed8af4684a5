/** The main figure: the portrait, and how many equilibria and cycles there are. */
import { Figure } from "../../components/figure.tsx";
import { Progress } from "../../components/progress.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import { finding } from "./finding.ts";
import { isWithin } from "./marks.tsx";
import { commandOf, fileOf, portraitTask } from "./network.ts";
import { PortraitView } from "./portrait.tsx";
import type { Running } from "./running.ts";
import { state } from "./state.ts";

export function PortraitFigure({ plane, rests, searched, ended, isSettled, settle }: Running) {
  const cycles = ended.value?.cycles ?? [];
  const count = (type: string): number => rests.value.filter((rest) => rest.type === type).length;
  const { box } = state;
  const beyond = rests.value.filter((rest) => !isWithin(rest.state, { low: -box.value, high: box.value })).length;
  const words = finding(rests.value, cycles);
  return (
    <Figure
      room="flow"
      name="flow-portrait"
      title={words}
      caption={
        <>
          Arrows follow the flow. On the colored lines one neuron rests; where they cross, both: ● sink, ○ source, ◐
          saddle. Dashes are edges of basins, green are your trajectories
          {cycles.length > 0 && ", the thick line is a stable limit cycle"}
          {plane.value.hasEnergy ? ", the faint lines behind are of equal energy" : ""}. Click to begin a trajectory,
          drag its start; or type one below.
          {beyond > 0 && ` ${beyond === 1 ? "One equilibrium lies" : `${beyond} equilibria lie`} beyond this plane.`}
        </>
      }
      command={commandOf(portraitTask.value)}
      file={fileOf(portraitTask.value)}
      csv={() => (searched.value?.equilibria ?? []).map(({ type, form, state: [u0, u1] }) => ({ type, form, u0, u1 }))}
    >
      <PortraitView plane={plane} rests={rests} cycles={cycles} description={`Phase portrait: ${words}`} />
      <Stats live={isSettled.value}>
        <Stat name="sinks" label="● sinks" value={count("sink")} />
        <Stat name="saddles" label="◐ saddles" value={count("saddle")} />
        <Stat name="sources" label="○ sources" value={count("source")} />
        <Stat
          name="period"
          label="period of the cycle"
          value={cycles[0] ? cycles[0].period.toPrecision(7) : "–"}
          unit={cycles.length > 1 ? `and ${cycles.length - 1} more` : undefined}
        />
      </Stats>
      <Progress of={settle} label="Equilibria and attractors" />
    </Figure>
  );
}
