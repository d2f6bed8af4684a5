/** The null models of given connectivity by name: what each keeps. Nothing that computes is imported, so that help is quick. */

interface NullModelKind {
  /** Follows the name of a rule: "given (degrees kept)". */
  readonly label: string;
  /** Whether lengths of connections are kept, so that positions have to be known. */
  readonly needsPositions: boolean;
}

export const NULL_MODELS = {
  /** Numbers of inputs and of outputs of every neuron. */
  degree: { label: "degrees kept", needsPositions: false },
  /** Numbers of inputs of every neuron in each class of lengths. */
  distance: { label: "distances kept", needsPositions: true },
  /** Numbers of inputs and of outputs of every neuron, and how many connections are in each class of lengths. */
  both: { label: "degrees and distances kept", needsPositions: true },
} as const satisfies Readonly<Record<string, NullModelKind>>;

export type NullModel = keyof typeof NULL_MODELS;

export const NULL_MODEL_NAMES = Object.keys(NULL_MODELS) as readonly NullModel[];
