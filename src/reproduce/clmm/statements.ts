/** What CLMM states, in the order of the work: the text, the talk “Brain Memory Working” and the authors' program. */
import type { Statement } from "../statements.ts";

export const STATEMENTS = {
  discrete: {
    kind: "equation",
    where: "discrete dynamics",
    says: "V_i ← +1 if Σ_j T_ij V_j ≥ a, else −1",
  },
  energy: {
    kind: "equation",
    where: "energy of constant symmetric T",
    says: "E(V) = −½ VᵀTV + Σ_i ∫ g⁻¹, −∂E/∂V_i = (TV)_i − g⁻¹(V_i)",
  },
  descent: {
    kind: "equation",
    where: "energy of constant symmetric T",
    says: "dE/dt = −Σ_i g′(u_i) u̇_i² ≤ 0 along u̇ = T g(u) − u",
  },
  flows: {
    kind: "claim",
    where: "energy of constant symmetric T",
    says: "E descends along the membrane flow of u and along the gradient flow of V",
  },
  activation: {
    kind: "definition",
    where: "continuous dynamics",
    says: "g is a sigmoid: tanh, logistic or arctan",
    noRow: "a choice: rows are of tanh, the authors' experiments of their arctan",
  },
  hebb: {
    kind: "claim",
    where: "Hebbian learning",
    says: "T ← T + V̂V̂ᵀ/N adds a minimum, until saturation",
  },
  jump: {
    kind: "claim",
    where: "Hebbian learning",
    says: "the landscape changes discontinuously, at once with an update",
  },
  theorem: {
    kind: "theorem",
    where: "state-dependent symmetric T, (★)",
    says: "(∂_i T_kj − ∂_j T_ki) V_k = 0 is equivalent to T(V)V being free of curl, so that the flow is a gradient flow",
  },
  starEnergy: {
    kind: "equation",
    where: "state-dependent symmetric T, energy under (★)",
    says: "W(x) = ∫₀¹ T_ij(λx) λ x_i x_j dλ, E(V) = −W(V) + Σ ∫ g⁻¹",
  },
  remark: {
    kind: "remark",
    where: "state-dependent symmetric T, (◇)",
    says: "(◇), ∂_i T_kj = ∂_j T_ki, implies (★); the converse does not hold",
  },
  krotov: {
    kind: "claim",
    where: "state-dependent symmetric T, Krotov–Hopfield",
    says: "T = ∇²Φ, which modern Hopfield networks have, is a special case, with E = −(∇Φ·V − Φ − Σ ∫ g⁻¹)",
  },
  sinks: {
    kind: "claim",
    where: "gradient structure",
    says: "equilibria are minima (sinks), maxima (sources) and saddles of E; the dynamics ends at stationary points",
  },
  asymmetry: {
    kind: "claim",
    where: "asymmetric T",
    says: "oscillation needs asymmetric weights, and asymmetric weights can oscillate",
  },
  controlled: {
    kind: "equation",
    where: "the controlled network",
    says: "u̇ = (A + ξ) g(u) − u with |ξ_ij| ≤ K where A_ij ≠ 0",
  },
  landscape: {
    kind: "figure",
    where: "talk, the landscape during learning",
    says: "E(V; ξ(t)) changes while a symmetric control acts",
  },
  silent: {
    kind: "claim",
    where: "the controlled network, silent synapses",
    says: "|ξ_ij| ≤ k ≪ K where A_ij = 0: silent synapses are lit up only up to k",
  },
  sparse: {
    kind: "claim",
    where: "the controlled network, sparse A",
    says: "A is sparse: most synapses of a large network are silent",
  },
  cost: {
    kind: "equation",
    where: "the cost J_μ",
    says: "J_μ = ∫ [(1 − μ)|X|² + μ|ξ|²] e^{−λt} dt",
  },
  temper: {
    kind: "claim",
    where: "the cost J_μ, innovative and conservative",
    says: "small μ records where large μ recognizes an existing memory",
  },
  pareto: {
    kind: "claim",
    where: "the cost J_μ, Pareto front",
    says: "the minima for all μ are a Pareto front of motion against effort",
  },
  pontryagin: {
    kind: "equation",
    where: "Pontryagin's principle",
    says: "q̇ = λq − ∂H/∂u, ξ minimises H = (1 − μ)|X|² + μ|ξ|² + q·X",
  },
  hjb: {
    kind: "equation",
    where: "the Hamilton–Jacobi–Bellman equation",
    says: "λv = min_ξ {X·∇v + ℓ}, v(u⁰) = min J",
  },
  programming: {
    kind: "equation",
    where: "the dynamic programming principle",
    says: "v(x) = min {∫₀^τ ℓ e^{−λt} dt + e^{−λτ} v(x(τ))}",
  },
  finalValue: {
    kind: "theorem",
    where: "the final value theorem",
    says: "lim_{λ→0} λJ = lim_{t→∞} ℓ(t) where the limit exists",
  },
  horizon: {
    kind: "claim",
    where: "the cost J_μ, finite horizons",
    says: "the error of a horizon T falls as e^{−λT}",
  },
  recognized: {
    kind: "definition",
    where: "outcomes, recognized",
    says: "ξ ≈ 0 all along, and u comes to rest at an equilibrium of A",
  },
  freeAssociation: {
    kind: "definition",
    where: "outcomes, free association (arXiv v5)",
    says: "ξ ≈ 0 all along, and u comes to rest at an equilibrium of A that is far from the pattern",
  },
  recorded: {
    kind: "definition",
    where: "outcomes, recorded (learned)",
    says: "ξ(t) → ξ_∞ ≠ 0, and u comes to rest at an equilibrium of A + ξ_∞; then T ← T + ξ_∞",
  },
  associated: {
    kind: "definition",
    where: "outcomes, associated",
    says: "u(t) approaches a limit cycle",
  },
  wandering: {
    kind: "definition",
    where: "outcomes, wandering",
    says: "neither rest nor cycle: the pattern is neither recognized nor recorded",
  },
  forgotten: {
    kind: "claim",
    where: "forgetting and restoring",
    says: "|Σξ| > K: the pattern is not recognized",
  },
  recoverable: {
    kind: "claim",
    where: "forgetting and restoring",
    says: "|Σξ| ≤ K: an admissible ξ recovers the pattern",
  },
  restored: {
    kind: "claim",
    where: "forgetting and restoring",
    says: "a later change may restore a forgotten pattern",
  },
  program: {
    kind: "equation",
    where: "the authors' program",
    says: "u_{n+1} = (A + ξ_n) g(u_n), minimise Σ e^{−λn} (α|u_{n+1} − u_n|² + β|ξ_n|²)",
  },
  experiment1: {
    kind: "experiment",
    where: "the authors' experiment 1",
    says: "α = β = 0.5, λ = 0.25 wanders",
  },
  experiment2: {
    kind: "experiment",
    where: "the authors' experiment 2",
    says: "the outcome for several weights α of motion",
  },
  experiment3: {
    kind: "experiment",
    where: "the authors' experiment 3",
    says: "25 initial states at α = 0.9995 are recorded",
  },
  experiment4: {
    kind: "experiment",
    where: "the authors' experiment 4",
    says: "a pattern presented again, A ← A + ξ, costs less each time",
  },
} as const satisfies Readonly<Record<string, Statement>>;

export type StatementName = keyof typeof STATEMENTS;
