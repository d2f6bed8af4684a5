/** What the lab knows of this room before it is entered. */
import type { RoomMeta } from "../../shell/room-meta.ts";

export const meta: RoomMeta = {
  title: "Grow",
  summary: "A network that learns while its synapses grow and are pruned, until it has found its own size.",
  order: 2.5,
  accent: "vermilion",
  lanes: 3,
};
