/** What EK22 states, in the order of the work: the article, the programs and the result tables of its public repository. */
import type { Statement } from "../statements.ts";

const TABLES = "result tables of the public repository, Data/Storage Capacity";
const RUNS = "algorithm 1; runs of the public repository, Online Algorithm";
const CAPACITY = "section “Storage capacity”";
const FIELDS = "section “Signal and noise”";
const WEIGHTS = "section “Connectivity as a function of weight”";
const BASINS = "section “Basins of attraction”";

export const STATEMENTS = {
  weights: {
    kind: "equation",
    where: "model, Hebbian weights",
    says: "J_ij = (1/c) Σ_μ ξ_i^μ ξ_j^μ",
    noRow: "a definition, by which all networks here are made",
  },
  wiring: {
    kind: "definition",
    where: "model, random connectivity",
    says: "every neuron has c inputs, drawn among the N − 1 others; C is not symmetric",
    noRow: "a definition, by which all random networks here are made",
  },
  dynamics: {
    kind: "equation",
    where: "model, dynamics; programs of the public repository",
    says: "S_i ← sgn(Σ_j C_ij J_ij S_j), all neurons at once, with sgn(0) = 0",
  },
  field: {
    kind: "equation",
    where: `${FIELDS}, eq. 4`,
    says: "ξ_i^ν h_i^ν = 1 + A_i^ν: the signal, and aligned noise",
    noRow: "an identity, by which all fields here are computed",
  },
  noiseEnergy: {
    kind: "equation",
    where: "noise reduction, eq. 6",
    says: "E_i = Σ_ν (A_i^ν)²",
    noRow: "a definition: all rows on noise reduction are about its minima",
  },
  signalEnergy: {
    kind: "equation",
    where: "signal reinforcement, eq. 7",
    says: "E_i = Σ_ν (A_i^ν − ε)², ε = p/c",
    noRow: "a definition: all rows on signal reinforcement are about its minima",
  },
  annealing: {
    kind: "definition",
    where: "simulated annealing; programs of the public repository",
    says: "√E_i is lowered by 300 proposals a temperature, of two sites drawn blindly, and temperatures fall by 0.99",
  },
  retrieval: {
    kind: "definition",
    where: `${CAPACITY}; programs of the public repository`,
    says: "p_c is the largest p of whose patterns all have a final overlap above 0.7; α_c = p_c/c",
    noRow: "a definition; all that is compared with the tables is measured by it",
  },
  full: {
    kind: "claim",
    where: CAPACITY,
    says: "random networks that are fully connected have α_c ≈ 0.138",
  },
  dilute: {
    kind: "claim",
    where: CAPACITY,
    says: "random networks have α_c → 2/π in the highly dilute limit, c/N → 0",
  },
  gardner: {
    kind: "claim",
    where: CAPACITY,
    says: "weights that correct errors reach α_c = 2",
    noRow: "a bound of other works on weights that are free, named for comparison",
  },
  tables: {
    kind: "figure",
    where: `${CAPACITY}, p_c against c for both rules and at random; ${TABLES}`,
    says: "p_c, mean ± s.d., of 140 networks with chosen inputs and as many random ones, N = 500, 2000 and 5000",
  },
  maxima: {
    kind: "figure",
    where: `${CAPACITY}, p_c against c`,
    says: "p_c is largest at c/N ≈ 0.56 for noise reduction, 0.43 for signal reinforcement, and at full connectivity at random",
  },
  overtaking: {
    kind: "figure",
    where: `${CAPACITY}, p_c against c`,
    says: "noise reduction stores more than signal reinforcement above c/N ≈ 0.44",
  },
  noiseGain: {
    kind: "claim",
    where: `abstract; ${CAPACITY}`,
    says: "noise reduction stores up to about seven times what random networks do",
  },
  noiseGainPlace: {
    kind: "figure",
    where: `${CAPACITY}, gain against c/N`,
    says: "the gain of noise reduction is largest where connectivity is fairly dense, c/N ≈ 0.2",
  },
  signalGain: {
    kind: "claim",
    where: `abstract; ${CAPACITY}`,
    says: "signal reinforcement stores almost one order of magnitude more than random networks",
  },
  signalGainPlace: {
    kind: "figure",
    where: `abstract; ${CAPACITY}, gain against c/N`,
    says: "the gain of signal reinforcement is largest at the highest dilution",
  },
  densityAlone: {
    kind: "figure",
    where: `${CAPACITY}, gain against c/N for three N`,
    says: "gains depend on c/N alone",
  },
  noiseLoad: {
    kind: "claim",
    where: `${CAPACITY}; α_c against c/N at N = 2000`,
    says: "noise reduction reaches α_c ≈ 1.49",
  },
  signalLoad: {
    kind: "claim",
    where: `${CAPACITY}; α_c against c/N at N = 2000`,
    says: "signal reinforcement reaches α_c ≈ 3.15",
  },
  diluteNoise: {
    kind: "figure",
    where: `${CAPACITY}, α_c against c/N; ${TABLES}`,
    says: "α_c of noise reduction falls towards the dilute end, and at c = 20 with N",
  },
  noiseFields: {
    kind: "figure",
    where: `${FIELDS}, mean and s.d. of aligned fields against load`,
    says: "by noise reduction the mean aligned field falls below 1 while its s.d. shrinks",
  },
  signalFields: {
    kind: "figure",
    where: `${FIELDS}, mean and s.d. of aligned fields against load`,
    says: "by signal reinforcement the mean aligned field rises faster with load than its s.d., over a limited range",
  },
  signalNoise: {
    kind: "claim",
    where: FIELDS,
    says: "signal reinforcement lets noise grow: at its α_c the s.d. of fields is above that of random networks at theirs",
  },
  noiseWeights: {
    kind: "figure",
    where: `${WEIGHTS}, P(C = 1|J)`,
    says: "noise reduction prefers a range of low weights where connectivity is sparse, and avoids the lowest and the highest",
  },
  signalWeights: {
    kind: "figure",
    where: `abstract; ${WEIGHTS}, P(C = 1|J)`,
    says: "signal reinforcement prefers synapses of high consensus: P(C = 1|J) rises with |J|, dilute and dense",
  },
  noiseBasins: {
    kind: "figure",
    where: `${BASINS}, fraction retrieved against flipped neurons`,
    says: "basins of noise reduction shrink gradually with load where wiring is dilute",
  },
  signalBasins: {
    kind: "figure",
    where: `${BASINS}, fraction retrieved against flipped neurons`,
    says: "basins of signal reinforcement decrease progressively, not abruptly",
  },
  largerBasins: {
    kind: "claim",
    where: BASINS,
    says: "basins of signal reinforcement are larger than those of noise reduction",
  },
  inverse: {
    kind: "claim",
    where: BASINS,
    says: "from cues with less than half of a pattern the inverse state is retrieved",
  },
  amnesia: {
    kind: "claim",
    where: BASINS,
    says: "random networks forget everything beyond their critical load",
  },
  algorithm: {
    kind: "definition",
    where: "algorithm 1",
    says: "ten trials a neuron and repetition, kept where they lower E; more patterns when enough are retrieved; ends when c no longer changes",
    noRow: "a definition, by which all rows on online learning are measured",
  },
  independent: {
    kind: "claim",
    where: `abstract; ${RUNS}`,
    says: "the final mean c, 444 to 446 at N = 2000, does not depend on c₀",
  },
  widths: {
    kind: "figure",
    where: `${RUNS}; mean c against repetitions, with its s.d. over neurons`,
    says: "numbers of inputs end with an s.d. of 20.2 to 20.5 over the neurons",
  },
  creation: {
    kind: "claim",
    where: `abstract; ${RUNS}`,
    says: "from few inputs creation dominates first, to a mean c of 552 or 543, then pruning",
  },
  pruning: {
    kind: "claim",
    where: `abstract; ${RUNS}`,
    says: "from many inputs pruning alone leads to the same mean c",
  },
  along: {
    kind: "figure",
    where: `${RUNS}; p_eff against mean c`,
    says: "p_eff follows what random networks hold until near the end",
  },
  offline: {
    kind: "figure",
    where: `${RUNS}; p_eff against mean c, enlarged`,
    says: "the final p_eff is slightly above the offline optimum at the same c",
  },
  estimate: {
    kind: "claim",
    where: RUNS,
    says: "the final mean c is set by ε and N",
  },
  brain: {
    kind: "claim",
    where: "abstract; discussion",
    says: "creation, then pruning of synapses is what happens in the human brain; signal reinforcement suits its dilution",
    noRow: "an interpretation, which no run of the model can judge",
  },
  outlook: {
    kind: "claim",
    where: "discussion",
    says: "sparse activity, graded responses and correlated patterns are left open",
    noRow: "named as open",
  },
} as const satisfies Readonly<Record<string, Statement>>;

export type StatementName = keyof typeof STATEMENTS;
