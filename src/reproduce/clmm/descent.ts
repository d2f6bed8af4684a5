/** Trajectories of both flows, with constant and with state-dependent weights: how their energy changes. */
import { energyOf } from "../../dynamics/energy.ts";
import { integrate } from "../../dynamics/integrate.ts";
import { LocalField } from "../../dynamics/local-field.ts";
import type { ContinuousNetwork } from "../../dynamics/network.ts";
import type { FlowName } from "../../dynamics/specs.ts";
import { DOMAIN } from "../../numeric/domains.ts";
import { Stream } from "../../numeric/philox.ts";
import { keyOf } from "../../numeric/seed.ts";
import { drawnNetwork, FAMILIES, type GradientSpec } from "./gradient.ts";
import type { StudyMeans } from "./means.ts";
import type { Descents, WeightsFamily } from "./measured.ts";

const FLOWS: readonly FlowName[] = ["membrane", "gradient"];
const DURATION = 6;
/** Intervals between the states that are looked at; Simpson's rule wants a multiple of four. */
const INTERVALS = 1200;
const RELATIVE = 1e-10;
const ABSOLUTE = 1e-12;

/** Follows a trajectory of each flow through each network, from a random V. */
export async function measureDescents(spec: GradientSpec, { backend }: StudyMeans): Promise<Descents> {
  const { neurons: N, networks, seed } = spec;
  const paths: Descents["paths"][number][] = [];
  const times = Array.from({ length: INTERVALS + 1 }, (_, k) => (DURATION * k) / INTERVALS);
  for (const family of Object.keys(FAMILIES) as WeightsFamily[]) {
    for (let number = 0; number < networks; number++) {
      const network = drawnNetwork(family, N, number, seed);
      const { inverse, value } = network.activation;
      const V = startOf(N, number, seed);
      for (const flow of FLOWS) {
        const initial = flow === "membrane" ? V.map(inverse) : V;
        const tolerances = { relativeTolerance: RELATIVE, absoluteTolerance: ABSOLUTE };
        const { states } = await integrate(
          network,
          { initial, duration: DURATION, flow, times, ...tolerances },
          { backend },
        );
        const path = Array.from({ length: states.length / N }, (_, k) => {
          const state = states.slice(k * N, (k + 1) * N);
          return flow === "membrane" ? { u: state, V: state.map(value) } : { u: state.map(inverse), V: state };
        });
        paths.push({ family, flow, ...alongPath(network, flow, path) });
      }
    }
  }
  return { neurons: N, paths };
}

function startOf(N: number, number: number, seed: number | string): Float64Array {
  const stream = new Stream();
  stream.open(DOMAIN.control, number, 8, keyOf(BigInt(seed)));
  return Float64Array.from({ length: N }, () => 0.9 * ((2 * stream.next()) / 2 ** 32 - 1));
}

interface Point {
  readonly u: Float64Array;
  readonly V: Float64Array;
}

/** How E changes along a path of V, beside the integral of what its rate should be. */
function alongPath(network: ContinuousNetwork, flow: FlowName, path: readonly Point[]) {
  const { derivative } = network.activation;
  const energy = energyOf(network);
  const field = new LocalField(network);
  const X = new Float64Array(network.nNeurons);
  const energies = path.map(({ V }) => energy(V));
  // dE/dt = −Σ g′(u_i) u̇_i² along u̇ = X, and −Σ X_i² along V̇ = X
  const rates = path.map(({ u }) => {
    field.into(u, X);
    return -X.reduce((sum, x, i) => sum + (flow === "membrane" ? derivative(u[i]) * x * x : x * x), 0);
  });
  const size = Math.max(...energies.map(Math.abs));
  const rise = Math.max(...energies.slice(1).map((value, k) => value - energies[k]));
  const [fine, coarse] = [simpson(rates, 1), simpson(rates, 2)];
  return {
    rise,
    // the first-order effect of an error of the state, over a path as long as this
    riseError: 100 * RELATIVE * (1 + size),
    descent: energies[0] - energies[energies.length - 1],
    integral: -fine,
    integralError: Math.abs(fine - coarse) + 100 * RELATIVE * (1 + size),
  };
}

/** Simpson's rule on every `stride`-th of evenly spaced values. */
function simpson(values: readonly number[], stride: number): number {
  const step = (DURATION * stride) / INTERVALS;
  let sum = 0;
  for (let k = 0; k < values.length; k += stride) {
    const weight = k === 0 || k === values.length - 1 ? 1 : (k / stride) % 2 === 1 ? 4 : 2;
    sum += weight * values[k];
  }
  return (sum * step) / 3;
}
