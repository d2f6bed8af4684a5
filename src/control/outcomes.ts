/** What may become of a pattern that is presented: every outcome with its name, its label, its color and what it means. */

/** One outcome. */
export interface OutcomeKind {
  /** Its name in data. */
  readonly name: string;
  /** What texts and figures call it. */
  readonly label: string;
  /** Its color in every figure (Okabe and Ito's, two of them darker); what is not decided is grey. */
  readonly color: string;
  /** What it means, of the network A + ξ(t) while the pattern is presented. */
  readonly about: string;
  /** Where the state comes to rest: at a sink that the network A had ("known"), at one that only A + ξ_∞ has ("new"), or nowhere. */
  readonly sink: "known" | "new" | null;
  /** Whether the end has to be like the pattern; null where that does not matter. */
  readonly isAlike: boolean | null;
}

/** Every outcome by its name, in the order in which tables and figures show them. */
export const OUTCOMES = named({
  recognized: {
    name: "recognized",
    label: "recognized",
    color: "#0072B2",
    about: "the state comes to rest at a sink of A that is like the pattern",
    sink: "known",
    isAlike: true,
  },
  freeAssociation: {
    name: "freeAssociation",
    label: "free association",
    color: "#56B4E9",
    about: "the state comes to rest at a sink of A that is unlike the pattern",
    sink: "known",
    isAlike: false,
  },
  recorded: {
    name: "recorded",
    label: "recorded",
    color: "#E69F00",
    about:
      "the state comes to rest at a sink of A + ξ∞ that A does not have and that is like the pattern; the change is kept",
    sink: "new",
    isAlike: true,
  },
  newEquilibrium: {
    name: "newEquilibrium",
    label: "new equilibrium",
    color: "#A6761D",
    about: "the state comes to rest at a sink of A + ξ∞ that A does not have, but that is unlike the pattern",
    sink: "new",
    isAlike: false,
  },
  associated: {
    name: "associated",
    label: "associated",
    color: "#009E73",
    about: "the state comes to a limit cycle",
    sink: null,
    isAlike: null,
  },
  wandering: {
    name: "wandering",
    label: "wandering",
    color: "#CC79A7",
    about: "the state neither rests nor repeats itself, and neighbors diverge",
    sink: null,
    isAlike: null,
  },
  undecided: {
    name: "undecided",
    label: "undecided",
    color: "#7f7f7f",
    about:
      "the search did not converge, or the path ends at an equilibrium that attracts nothing, or it is too short to tell",
    sink: null,
    isAlike: null,
  },
});

/** The name of an outcome. */
export type Outcome = keyof typeof OUTCOMES;

export const OUTCOME_NAMES = Object.keys(OUTCOMES) as readonly Outcome[];

/** An outcome of which only the name is known. */
export function outcomeKindOf(name: Outcome): OutcomeKind {
  return OUTCOMES[name];
}

/** The outcome of a state that comes to rest at a sink. */
export function outcomeAt(sink: "known" | "new", isAlike: boolean): Outcome {
  return OUTCOME_NAMES.find((name) => outcomeKindOf(name).sink === sink && outcomeKindOf(name).isAlike === isAlike)!;
}

/** Whether the change of the synapses is kept after the presentation, T ← T + ξ_∞. */
export function isKept(name: Outcome): boolean {
  const { sink, isAlike } = outcomeKindOf(name);
  return sink === "new" && isAlike === true;
}

/** Names stand once: the key of an outcome in the table is the name that it has. */
function named<const Table extends { readonly [Name in keyof Table]: OutcomeKind & { readonly name: Name } }>(
  table: Table,
): Table {
  return Object.freeze(table);
}
