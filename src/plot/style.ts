/** Names, colors and order of rules in figures, and the inks of their paper. */

/** How a network chose its synapses: not at all, as given, or by one of the rules. */
export type RuleName = "random" | "given" | "noise" | "signal" | "margin";

/** Every rule in the order in which figures draw and list them. */
export const RULES: readonly RuleName[] = ["random", "given", "noise", "signal", "margin"];

/** One colour per rule everywhere, from the Okabe–Ito set: told apart with any colour vision, and in grey print. */
export const RULE_COLORS: Readonly<Record<RuleName, string>> = {
  random: "#7f7f7f",
  given: "#CC79A7",
  noise: "#0072B2",
  signal: "#E69F00",
  margin: "#009E73",
};

export const RULE_LABELS: Readonly<Record<RuleName, string>> = {
  random: "random",
  given: "given",
  noise: "noise reduction",
  signal: "signal reinforcement",
  margin: "margin",
};

/** One glyph per rule where there may be no colour (terminals). */
export const RULE_GLYPHS: Readonly<Record<RuleName, string>> = {
  random: "●",
  given: "★",
  noise: "■",
  signal: "▲",
  margin: "◆",
};

/** The DejaVu files travel with the package, so that a picture looks the same on every machine. */
export const FONT_FAMILY = "DejaVu Sans, sans-serif";

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

export const LEARNING_LABELS: Readonly<Record<LearningName, string>> = {
  hebb: "Hebb",
  unlearning: "unlearning",
  storkey: "Storkey",
  pseudoinverse: "pseudoinverse",
  perceptron: "perceptron",
  covariance: "covariance",
};
