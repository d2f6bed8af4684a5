/** What specs say of the search for connectivity, declared once: their types, checks, options and schema follow from here. */
import { choice, real, table, toggle } from "../check/kinds.ts";
import { grouped, parameter } from "../check/parameters.ts";
import { SOLVER_NAMES } from "./solvers/index.ts";
import { published } from "./solvers/published.ts";

/** Where inputs are searched. */
export type SearchName = (typeof SEARCH_NAMES)[number];
const SEARCH_NAMES = ["dense", "pooled"] as const;
const SEARCHES: Readonly<Record<SearchName, string>> = {
  dense: "among all neurons",
  pooled: "among the candidates of largest weights",
};

/** How long, and by what steps, connectivity is searched. */
export const annealParameters = grouped("Annealing", {
  /**
   * Among all neurons, with the matrix of all overlaps, or among a pool of candidates for each neuron, those of largest |M_ij|, without
   * it: as low an energy in a fraction of the time where there are far more neurons than inputs. Default: pools for signal reinforcement
   * in networks of at least 1500 neurons and three times as many as a pool has.
   */
  search: parameter({
    kind: choice(SEARCH_NAMES),
    about: `where inputs are searched: ${SEARCH_NAMES.map((name) => `${name} (${SEARCHES[name]})`).join(", ")}`,
    otherwise: "pooled for signal where N ≥ 1500 and three pools, else dense",
  }),
  /**
   * The one dial of a search among pools: e gives pools of 10c√e candidates and 50c·e steps, so that its time grows as e to the power 1.5.
   * Where a pool would be the whole network, all neurons are searched in e times the sweeps. The other options of annealing
   * mean the search among all.
   */
  effort: parameter({
    kind: real({ least: 0.05, most: 1000 }),
    symbol: "e",
    about: "of a search among pools of 10c√e candidates in 50c·e steps",
    otherwise: "1",
  }),
  /**
   * Default "heat-bath": lower energies, so more patterns, in the same time. The margin rule has a search of its own, of
   * swaps: "swap" or nothing. "published" is the annealing that the authors of EK22 ran, with its own schedule.
   */
  solver: parameter({
    kind: choice(SOLVER_NAMES),
    about: `how connectivity is searched: ${SOLVER_NAMES.join(", ")}`,
    otherwise: "heat-bath, for a margin swap",
    published: published.name,
  }),
  /**
   * Steps per neuron of the network: a sweep is nNeurons proposals (swap) or nNeurons rows weighed (heat bath). Default 20
   * for the heat bath, 200 for swaps, about equal in time, 400 for a margin, up to three times as long; capacity grows
   * slowly with more.
   */
  sweeps: parameter({
    kind: real({ least: 0 }),
    about: "steps per neuron, times N",
    otherwise: "20 for heat-bath, 200 for swap, 400 for a margin",
  }),
  /** Time for each neuron in seconds, instead of `sweeps`; the result then depends on the machine. */
  timeLimit: parameter({
    kind: real({ least: 0, open: true }),
    unit: "s",
    about: "time for each neuron, instead of sweeps",
    unswept: "since rows would depend on the machine; give sweeps instead",
  }),
  /**
   * First and last temperature, in units of E. Default: from the instance, 0.4 (swaps: 0.3) and 0.025 of P·⟨m²⟩/c², the
   * energy of one input's contribution at a quenched set; found to be near the best for every load and rule tried.
   */
  temperatures: parameter({
    kind: table(
      {
        start: parameter({ kind: real({ least: 0, open: true }), about: "first temperature", required: true }),
        end: parameter({ kind: real({ least: 0, open: true }), about: "last temperature", required: true }),
      },
      true,
    ),
    about: "of the annealing, in units of E",
    otherwise: "from the instance",
  }),
  /**
   * Whether a search begins and ends with a descent to where no swap lowers the energy; default true. Without, it is annealing
   * alone, as published: at the same length it stores less, by most where inputs are few.
   */
  descent: parameter({
    kind: toggle(),
    about:
      "whether searches begin and end with a descent to where no swap lowers the energy; without, annealing alone, as published",
    flag: "--no-descent",
  }),
});
