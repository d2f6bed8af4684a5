/** Inks and letters of figures. */

/** The DejaVu files travel with the package, so that a picture looks the same on every machine. */
export const FONT_FAMILY = "DejaVu Sans, sans-serif";

/** Colors of the paper, of lines and texts on it, and of a grid. */
export const PAPER = "#faf7f0";
export const INK = "#1c1a17";
/** Subtitles, captions and tick labels: ink thinned, at 5 to 1 against paper. */
export const MUTED_INK = "#68625a";
export const GRID_INK = "#e4dfd4";
