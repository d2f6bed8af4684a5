/** Inks and letters of figures, and names of learning rules. */

/** The DejaVu files travel with the package, so that a picture looks the same on every machine. */
export const FONT_FAMILY = "DejaVu Sans, sans-serif";

/** Colors of the paper, of lines and texts on it, and of a grid. */
export const PAPER = "#faf7f0";
export const INK = "#1c1a17";
/** Subtitles, captions and tick labels: ink thinned, at 5 to 1 against paper. */
export const MUTED_INK = "#68625a";
export const GRID_INK = "#e4dfd4";

/** Learning rules by the names that figures know: how patterns were stored in the weights. */
export type LearningName = "hebb" | "storkey" | "pseudoinverse" | "perceptron" | "unlearning" | "covariance";

/** Every learning rule in the order in which figures show them. */
export const LEARNINGS: readonly LearningName[] = [
  "hebb",
  "unlearning",
  "storkey",
  "pseudoinverse",
  "perceptron",
  "covariance",
];

/** Names of the learning rules as figures write them. */
export const LEARNING_LABELS: Readonly<Record<LearningName, string>> = {
  hebb: "Hebb",
  unlearning: "unlearning",
  storkey: "Storkey",
  pseudoinverse: "pseudoinverse",
  perceptron: "perceptron",
  covariance: "covariance",
};
