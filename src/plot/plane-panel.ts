/** What a panel of a plane shows: curves, points and a surface, as data. */

/** The points of a line in the plane, in units of its axes. */
export type PlanePath = readonly (readonly [x: number, y: number])[];

/** How a point is drawn: equilibria by type, where a trajectory begins, or a plain mark. */
export type PlaneMark = "sink" | "source" | "saddle" | "start" | "dot";

/** A curve of the plane, in one piece or several, with its name. */
export interface PlaneCurve {
  readonly paths: readonly PlanePath[];
  readonly color: string;
  /** Width of the line, px; default 2. */
  readonly width?: number;
  readonly isDashed?: boolean;
  readonly opacity?: number;
  /** Distance between arrowheads along each path, px; without it there are none. */
  readonly arrows?: number;
  readonly label?: string;
}

/** A marked point of the plane, in units of its axes. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
  readonly mark: PlaneMark;
  readonly color?: string;
  readonly label?: string;
}

/** A function on a grid, drawn as filled contours: low is dark. */
export interface PlaneSurface {
  /** How many nodes the grid has along x and along y. */
  readonly columns: number;
  readonly rows: number;
  /** Values of the function on the grid, f64[rows × columns], from the lowest y. */
  readonly values: ArrayLike<number>;
  /** Values at which one shade ends and the next begins, ascending. */
  readonly levels: readonly number[];
  readonly color: string;
}

/** An axis of a plane: its name, and its least and greatest value. */
export interface PlaneAxis {
  readonly name: string;
  readonly domain: readonly [number, number];
}

/** A panel of a plane: axes, and what is drawn between them. */
export interface PlanePanel {
  readonly title?: string;
  readonly x: PlaneAxis;
  readonly y: PlaneAxis;
  readonly surface?: PlaneSurface;
  /** Lines that run with the flow, drawn faintly. */
  readonly streamlines?: readonly PlanePath[];
  /** Points marked by fine dots, as for a region of the plane. */
  readonly stipple?: PlanePath;
  readonly curves?: readonly PlaneCurve[];
  readonly points?: readonly PlanePoint[];
}
