/** `flow`, task "attractor": where a trajectory ends. */
import { type AttractorKind, type AttractorResult, attractor, planAttractor } from "../../../dynamics/attractor.ts";
import { integrate } from "../../../dynamics/integrate.ts";
import { evenTimes, FIGURE_SAMPLES } from "../times.ts";
import type { FoundBy, TaskOf } from "./task.ts";

/** A stretch of time for figures. */
const STRETCH = 200;

/** What figures show: a few periods of a cycle, a stretch of chaos, otherwise how the trajectory begins. */
const COURSES: Readonly<
  Record<AttractorKind, (found: AttractorResult) => { initial: ArrayLike<number>; duration: number; samples: number }>
> = {
  equilibrium: ({ spec }) => ({
    initial: spec.initial,
    duration: Math.min(30, spec.duration),
    samples: FIGURE_SAMPLES,
  }),
  cycle: ({ state, period }) => ({ initial: state, duration: 3 * period!, samples: FIGURE_SAMPLES }),
  quasiperiodic: ({ state }) => ({ initial: state, duration: STRETCH, samples: 4 * FIGURE_SAMPLES }),
  chaotic: ({ state }) => ({ initial: state, duration: STRETCH, samples: 4 * FIGURE_SAMPLES }),
  undecided: ({ spec }) => ({ initial: spec.initial, duration: STRETCH, samples: FIGURE_SAMPLES }),
};

export const attractorTask: TaskOf<FoundBy<"attractor">> = {
  isRandom: false,
  isShared: false,
  plan(network, own) {
    const settings = planAttractor(network, own as never, "flow");
    return {
      settings,
      async run(options) {
        const result = await attractor(network, settings, options);
        const { initial, duration, samples } = COURSES[result.kind](result);
        const tolerances = { relativeTolerance: 1e-8, absoluteTolerance: 1e-9 };
        const times = evenTimes(duration, samples);
        const course = await integrate(network, { initial, duration, times, ...tolerances }, options);
        return { task: "attractor", result, course };
      },
    };
  },
  rows: ({
    result: { kind, state, period, lyapunov, lyapunovError, second, equilibrium, cycle, duration, reason },
  }) => [
    {
      kind,
      state: Array.from(state),
      period,
      lyapunov,
      lyapunovError,
      secondLyapunov: second,
      type: equilibrium?.type ?? null,
      form: equilibrium?.form ?? null,
      eigenvalues: equilibrium?.eigenvalues ?? null,
      amplitude: cycle ? Array.from(cycle.amplitude) : null,
      multipliers: cycle?.multipliers ?? null,
      residual: equilibrium?.residual ?? cycle?.residual ?? null,
      integratedTime: duration,
      reason,
    },
  ],
  summary: ({ result: { kind, period, lyapunov, lyapunovError, duration, reason } }) => [
    { kind, period, lyapunov, lyapunovError, duration, reason },
  ],
};
