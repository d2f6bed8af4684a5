/** What a rule of connectivity says of large networks: one object for each that has a theory. */

/** A network by what its theory depends on; N alone is none of it. */
export interface TheoryPoint {
  /** Connection density c/N, in (0, 1). */
  readonly density: number;
  /** Parameters of the rule as a caller gives them. */
  readonly values: Readonly<Record<string, number | undefined>>;
  /** Final overlap from which a pattern counts as retrieved, in (0, 1). */
  readonly threshold: number;
}

/** What theory finds at a point, with the unknowns of its equations, from which a neighbour is found sooner. */
export interface TheorySolution {
  readonly point: TheoryPoint;
  /** Load α = p/c. */
  readonly load: number;
  readonly fields: TheoryFields | null;
  readonly unknowns: readonly number[];
}

/** Aligned fields ξ_i^ν h_i^ν of stored patterns over neurons and patterns, and what the search for them pays. */
export interface TheoryFields {
  readonly mean: number;
  readonly deviation: number;
  /** E_i/p, the cost of the rule at its best, per neuron and pattern; null for rules that minimise none. */
  readonly energy: number | null;
}

export interface RuleTheory {
  /** Whether its critical load is one that no search can pass, rather than the one expected of the best. */
  readonly isBound: boolean;
  /** At the critical load; undefined where no solution was found. @param from  a solution of the same rule at another point. */
  critical(point: TheoryPoint, from?: TheorySolution): TheorySolution | undefined;
  /** At another load, from the solution at the critical one; null for a theory of the critical load alone. */
  readonly at: ((critical: TheorySolution, load: number) => TheorySolution | undefined) | null;
  /** Connectivity chosen at a temperature, in units of E_i, from the best at the same load; null for rules that have no such theory. */
  readonly warmed: ((best: TheorySolution, temperature: number) => TheorySolution | undefined) | null;
}
