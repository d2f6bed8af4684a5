/** What a room tells of itself to the lab around it. */

/** What the lab knows of a room before it is entered: `meta` of its meta.ts. */
export interface RoomMeta {
  /** The word that stands for the room in the navigation. */
  readonly title: string;
  /** A sentence that says what is to be seen there. */
  readonly summary: string;
  /** Place in the navigation: wall 0, recall 1, rewire 2, flow 3, control 4, bench 5. */
  readonly order: number;
  /** A hue of styles/colors.css: the one accent of the room. */
  readonly accent: "ink" | "blue" | "orange" | "green" | "vermilion" | "purple" | "sky";
  /** How many workers the room may use at once; default 1. */
  readonly lanes?: number;
}
