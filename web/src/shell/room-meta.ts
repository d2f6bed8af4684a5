/** What the lab knows of a room before it is entered: `meta` of its meta.ts. */
export interface RoomMeta {
  /** In the navigation: a word. */
  readonly title: string;
  /** A sentence that says what is to be seen there. */
  readonly summary: string;
  /** Place in the navigation: wall 0, recall 1, rewire 2, flow 3, control 4, bench 5. */
  readonly order: number;
  /** A hue of styles/colors.css: the one accent of the room. */
  readonly accent: "ink" | "blue" | "orange" | "green" | "vermilion" | "purple" | "sky";
  /** Workers it may use at once; default 1. */
  readonly lanes?: number;
}
