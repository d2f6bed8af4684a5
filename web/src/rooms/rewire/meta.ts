/** What the lab knows of this room before it is entered. */
import type { RoomMeta } from "../../shell/room-meta.ts";

export const meta: RoomMeta = {
  title: "Rewire",
  summary: "Watch every neuron choose its synapses, and see which it keeps, and why more memories fit.",
  order: 2,
  accent: "orange",
  lanes: 2,
};
