/** Solves, and asks what became of the patterns: all that the room computes with the package. */
import {
  type ControlSolution,
  type ControlSpec,
  controlFronts,
  type FrontRow,
  type FrontsSpec,
  type Presentation,
  presentSequence,
  type SequenceSpec,
  solveControl,
  type ValueFunction,
  valueFunction,
} from "palimpsest";
import { handOver, type Job } from "../../worker/protocol.ts";

/** The path is reported before its outcome is known, before it is searched from other starts and before J is extrapolated. */
const present: Job<ControlSpec, Presentation, ControlSolution> = async (spec, { signal, report }) => {
  report(await solveControl({ ...spec, starts: 1, extrapolate: false }, { signal }));
  const { initial, ...rest } = spec;
  const [presentation] = await presentSequence({ ...rest, present: [initial] }, { signal });
  return presentation;
};

const sequence: Job<SequenceSpec, readonly Presentation[], readonly Presentation[]> = async (
  spec,
  { signal, report },
) => {
  const history: Presentation[] = [];
  return presentSequence(spec, {
    signal,
    onPresentation(presentation) {
      history.push(presentation);
      report(history);
    },
  });
};

/** The part that is done is reported. */
const front: Job<FrontsSpec, readonly FrontRow[], number> = async (spec, { signal, report }) =>
  (await controlFronts(spec, { signal, onProgress: ({ done }) => report(done) })).rows;

export interface ValueMap {
  readonly reach: number;
  readonly nodes: number;
  readonly values: Float64Array;
  readonly status: ValueFunction["status"];
  readonly sweeps: number;
}

export interface ValueInput {
  readonly spec: Omit<ControlSpec, "initial">;
  readonly nodes: number;
}

let kept: { readonly key: string; readonly value: ValueFunction } | undefined;

async function mapOf({ spec, nodes }: ValueInput, signal: AbortSignal): Promise<ValueFunction> {
  const key = JSON.stringify([spec, nodes]);
  if (kept?.key !== key) kept = { key, value: await valueFunction(spec, { nodes }, { signal }) };
  return kept.value;
}

const value: Job<ValueInput, ValueMap> = async (input, { signal }) => {
  const { reach, nodes, values, status, sweeps } = await mapOf(input, signal);
  const copy = values.slice();
  return handOver({ reach, nodes, values: copy, status, sweeps }, copy);
};

/** v(u⁰) */
const worth: Job<ValueInput & { readonly at: readonly number[] }, number> = async ({ at, ...input }, { signal }) =>
  (await mapOf(input, signal)).valueAt(at);

export const jobs = { present, sequence, front, value, worth };
