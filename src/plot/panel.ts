/** The contents of a figure of panels (lines, marks, cells and texts), as data that `panelFigure` draws. */
import type { TickFormat } from "./axes.ts";
import type { FigureOptions } from "./frame.ts";
import type { Point } from "./labels.ts";

/** A line of a panel through points, in values of its axes, with band, dots and name. */
export interface PanelLine {
  /** Color of the line and what belongs to it, "#rrggbb". */
  readonly color: string;
  /** Points in ascending order of x; a line with a label has at least one. */
  readonly points: readonly Point[];
  /** An interval of y at each x, such as a spread over seeds, drawn as a band around the line. */
  readonly band?: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  /** Opacity of the band, 0 to 1; default 0.18. */
  readonly bandOpacity?: number;
  /** Whether a dot stands at every point. */
  readonly hasDots?: boolean;
  /** Which of `POINT_GLYPHS` the dots are; default 0, a disc. */
  readonly symbol?: number;
  /** Whether the line is thin and dashed, for what is expected beside what was measured. */
  readonly isDashed?: boolean;
  /** Whether lines join the points; default true. */
  readonly hasLine?: boolean;
  /** Whether each value holds until the next point. */
  readonly isStepped?: boolean;
  /** Width of the line, px; default 2. */
  readonly width?: number;
  /** Whether the area down to the axis is filled, as for a distribution. */
  readonly isFilled?: boolean;
  /** Name that is written beside the line. */
  readonly label?: string;
}

/** Points with a band of ± their standard deviations. */
export function withSpread(
  points: readonly { readonly x: number; readonly y: number; readonly deviation: number }[],
): Required<Pick<PanelLine, "points" | "band">> {
  return {
    points: points.map(({ x, y }) => ({ x, y })),
    band: points.map(({ x, y, deviation }) => ({ x, low: y - deviation, high: y + deviation })),
  };
}

/** A line across a whole panel at one value, dashed unless `isSolid`. */
export interface PanelMark {
  /** Which axis the value belongs to. */
  readonly at: "x" | "y";
  readonly value: number;
  /** Name that is written beside the line. */
  readonly label?: string;
  /** "#rrggbb"; default black. */
  readonly color?: string;
  /** Whether the line is drawn without dashes, as an axis is. */
  readonly isSolid?: boolean;
}

/** A colored rectangle of a panel, of which maps are made; its bounds are values of the axes. */
export interface PanelCell {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly color: string;
}

/** A text centered at a point of the panel. */
export interface PanelText extends Point {
  readonly text: string;
  readonly color: string;
}

/** A text right of the axes, at a height of the panel. */
export interface PanelEnd {
  readonly y: number;
  readonly text: string;
  readonly color: string;
}

/** An axis of a panel. */
export interface PanelAxis {
  /** What stands beside the axis: the quantity and its unit. */
  readonly name: string;
  /** Least and greatest value of the axis. */
  readonly domain: readonly [number, number];
  readonly isLog?: boolean;
  /** How values at ticks are written. */
  readonly format?: TickFormat;
}

/** One panel of a figure: axes, and what is drawn between them. */
export interface Panel {
  /** A class of the panel's group in the SVG, beside "panel". */
  readonly name?: string;
  readonly title?: string;
  /** "#rrggbb"; default black. */
  readonly titleColor?: string;
  readonly x: PanelAxis;
  /** The y axis; without a name where the panel to the left has the same axis. */
  readonly y: Omit<PanelAxis, "name"> & { readonly name?: string };
  readonly lines: readonly PanelLine[];
  readonly marks?: readonly PanelMark[];
  /** Rectangles beneath everything else, of which maps are made. */
  readonly cells?: readonly PanelCell[];
  readonly texts?: readonly PanelText[];
  readonly ends?: readonly PanelEnd[];
  /** What the labels begin with, such as "α = " before numbers; written once where they stand beside their lines. */
  readonly labelHead?: string;
  /** Where names of lines look best: near their end, start or highest point, or beside steep parts; default "end". */
  readonly labels?: "end" | "start" | "peak" | "beside";
}

/** A figure of panels side by side or one below the other. */
export interface PanelFigure extends FigureOptions {
  readonly title: string;
  readonly subtitle: string;
  /** Width of the whole figure, px. */
  readonly width: number;
  /** Height of the panels with their axes, px; of the whole figure with `isWhole`. */
  readonly height: number;
  readonly isWhole?: boolean;
  readonly panels: readonly Panel[];
  /** The parts of the height that the panels have when they stand one below the other, over the x axis of the last. */
  readonly stack?: readonly number[];
}
