/**
 * Widths of text without a canvas: the advances of DejaVu Sans, in thousandths of the font size, for U+0020 to U+007E.
 * Where a browser falls back to another sans-serif the text comes out narrower, so a box computed here still holds it.
 */
const REGULAR = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
  636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
  748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
  615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
  337, 636, 838,
];
const BOLD = [
  348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696,
  696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995,
  837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716,
  678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712,
  365, 712, 838,
];
/** The widest of the other characters in use (≈ ± − and the point symbols are 0.77 to 0.95 em). */
const OTHER = 900;
/** Greek letters, by far the most frequent of the others. */
const GREEK = { regular: 660, bold: 790 };

const NO_BREAK_SPACE = 0xa0;

/** Size of a subscript relative to its text, and how far it sinks, both in em of the text. */
export const SUBSCRIPT_SCALE = 0.72;
export const SUBSCRIPT_DROP = 0.22;

/** A piece of a text that is a subscript or none. */
export interface TextPart {
  readonly text: string;
  readonly isSubscript: boolean;
}

/**
 * Splits `α_c` and `x_{max}` into the letter and its subscript; an underscore that does not follow a single letter, as
 * in a file name, is left alone.
 */
export function splitSubscripts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/(?<![\p{L}\p{N}_])(\p{L})_(?:\{([^{}]+)\}|([\p{L}\p{N}]+))(?![\p{L}\p{N}_])/gu)) {
    parts.push({ text: text.slice(end, match.index) + match[1], isSubscript: false });
    parts.push({ text: match[2] ?? match[3], isSubscript: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isSubscript: false });
  return parts;
}

/**
 * Width of a line of text in pixels, subscripts included.
 *
 * @param size  font size, px.
 */
export function textWidth(text: string, size: number, isBold = false): number {
  let width = 0;
  for (const part of splitSubscripts(text)) {
    width += plainWidth(part.text, isBold) * (part.isSubscript ? SUBSCRIPT_SCALE : 1);
  }
  return width * size;
}

/**
 * Breaks text at spaces (not at no-break spaces) into lines of at most `width` pixels; a word that is longer than a line is cut.
 *
 * @param size  font size, px.
 */
export function wrapText(text: string, width: number, size: number, isBold = false): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.trim().split(/[ \t\r\n]+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (textWidth(longer, size, isBold) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (textWidth(line, size, isBold) > width && line.length > 1) {
      let count = line.length - 1;
      while (count > 1 && textWidth(line.slice(0, count), size, isBold) > width) count--;
      lines.push(line.slice(0, count));
      line = line.slice(count);
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** `wrapText` with lines of about equal length, for a title: no single word is left over. */
export function balanceText(text: string, width: number, size: number, isBold = false): string[] {
  const lines = wrapText(text, width, size, isBold);
  for (let narrower = width - 10; narrower > width / 2; narrower -= 10) {
    const balanced = wrapText(text, narrower, size, isBold);
    if (balanced.length > lines.length) break;
    lines.splice(0, lines.length, ...balanced);
  }
  return lines;
}

function plainWidth(text: string, isBold: boolean): number {
  const widths = isBold ? BOLD : REGULAR;
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x20 && code <= 0x7e) sum += widths[code - 0x20];
    else if (code === NO_BREAK_SPACE) sum += widths[0];
    else if (code >= 0x370 && code <= 0x3ff) sum += isBold ? GREEK.bold : GREEK.regular;
    else sum += OTHER;
  }
  return sum / 1000;
}
